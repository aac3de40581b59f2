// Sizes of files, written for people.

/** Write a number of bytes. */
export function formattedSize(bytes = 0) {
  return bytes < 1024 ? `${bytes} B` : `${(bytes / 1024).toFixed(1)} KB`;
}
