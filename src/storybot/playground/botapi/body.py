"""Reading a request's parameters: query, form, multipart form or JSON."""

import json
from email.parser import BytesParser
from email.policy import HTTP
from typing import Any
from urllib.parse import parse_qsl

from starlette.requests import Request

from storybot.playground.botapi.methods.request import Upload
from storybot.playground.objects.refusal import BotApiError, bad_request

_MOST_BYTES = 55 * 1024 * 1024


async def parameters_of(request: Request) -> tuple[dict[str, Any], dict[str, Upload]]:
    """Return the parameters and the files of a call.

    Raises:
        BotApiError: the body is too large or cannot be read.

    """
    parameters: dict[str, Any] = dict(request.query_params)
    body = await _body(request)
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    uploads: dict[str, Upload] = {}
    if kind == "application/json":
        parameters |= _from_json(body)
    elif kind == "multipart/form-data":
        fields, uploads = parse_multipart(request.headers["content-type"], body)
        parameters |= fields
    elif body:
        parameters |= _from_form(body)
    return parameters, uploads


async def _body(request: Request) -> bytes:
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > _MOST_BYTES:
            raise BotApiError(413, "Request Entity Too Large")
    return bytes(body)


def _from_json(body: bytes) -> dict[str, Any]:
    try:
        parameters = json.loads(body or b"{}")
    except ValueError:
        raise bad_request("object expected in the request") from None
    if not isinstance(parameters, dict):
        raise bad_request("object expected in the request")
    return parameters


def _from_form(body: bytes) -> dict[str, Any]:
    try:
        return dict(parse_qsl(body.decode(), keep_blank_values=True, errors="strict"))
    except ValueError:
        raise bad_request("strings must be encoded in UTF-8") from None


def parse_multipart(content_type: str, body: bytes) -> tuple[dict[str, Any], dict[str, Upload]]:
    """Return the fields and the files of a multipart form.

    Raises:
        BotApiError: a part has no name.

    """
    head = f"Content-Type: {content_type}\r\n\r\n".encode("latin-1", errors="replace")
    parts = BytesParser(policy=HTTP).parsebytes(head + body)
    fields: dict[str, Any] = {}
    uploads: dict[str, Upload] = {}
    for part in parts.iter_parts():
        name = part.get_param("name", header="content-disposition")
        data = part.get_payload(decode=True)
        if not isinstance(name, str) or not isinstance(data, bytes):
            raise bad_request("the multipart form cannot be read")
        filename = part.get_filename()
        if filename is None:
            fields[name] = data.decode(errors="replace")
        else:
            uploads[name] = Upload(filename, part.get_content_type(), data)
    return fields, uploads
