"""Months, words of date lines, zones and "ago", as pages print them: data only."""

_MONTHS = """
january jan jänner jän januar janvier janv enero ene gennaio gen janeiro januari ocak oca
января январь янв січня січень січ
february feb feber februar février fevrier févr fevr febrero febbraio febb fevereiro fev februari
şubat şub февраля февраль февр фев лютого лютий лют
march mar märz mär mrz mars marzo março marco mart maart maret марта март мар
березня березень берез бер
april apr avril avr abril abr aprile nisan nis апреля апрель апр квітня квітень квіт
may mai mayo maggio mag maio mayıs mei мая май травня травень трав
june jun juni juin junio giugno giu junho haziran haz июня июнь июн червня червень черв
july jul juli juillet juill juil julio luglio lug julho temmuz tem июля июль июл липня липень лип
august aug août aout agosto ago augustus agustus ağustos ağu августа август авг серпня серпень серп
september sept sep septembre septiembre setiembre settembre set setembro eylül eyl
сентября сентябрь сен сент вересня вересень верес вер
october oct oktober okt octobre octubre ottobre ott outubro out ekim eki октября октябрь окт
жовтня жовтень жовт
november nov novembre noviembre novembro kasım kas ноября ноябрь ноя нояб листопада листопад лист
december dec dezember dez décembre decembre déc diciembre dic dicembre dezembro desember
aralık ara декабря декабрь дек грудня грудень груд
"""
_ENGLISH = "january february march april may june july august september october november december"
_DATE_WORDS = """
monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri sat
sun montag dienstag mittwoch donnerstag freitag samstag sonntag lundi mardi mercredi jeudi vendredi
samedi dimanche lunes martes miércoles jueves viernes sábado domingo понедельник вторник среда
четверг пятница суббота воскресенье понеділок вівторок середа четвер пятниця субота неділя
pazartesi salı çarşamba perşembe cuma cumartesi pazar segunda terça quarta quinta sexta feira
lunedì martedì mercoledì giovedì venerdì sabato domenica
published updated posted first last modified on at date created edited pm am of min mins minute
minutes read reading time local eastern standard daylight utc gmt
veröffentlicht aktualisiert stand zuletzt geändert um uhr vom den der lesezeit
publié mis à jour le modifié lecture publicado actualizado el de del las hs a
опубликовано обновлено обновлен в г года год время опубліковано оновлено о року рік р
пн вт ср чт пт сб вс нд mo di mi do fr sa so mié jue vie sáb dom lun mer jeu ven sam dim
erstellt datum geschrieben gepostet klo julkaistu à h y creado posté dodano opublikowano
yayınlanma güncelleme güncellenme tarihi giriş son yayın saat
pubblicato aggiornato il alle ore atualizado em às
"""


def fold(word: str) -> str:
    """Fold case, and Turkish dotted and dotless i alike."""
    return word.casefold().replace("i̇", "i").replace("ı", "i")


def _by_month() -> dict[str, int]:
    """Return the number of each month's names; the English one opens those of its month."""
    starts = _ENGLISH.split()
    months: dict[str, int] = {}
    number = 0
    for name in _MONTHS.split():
        number += name in starts
        months[fold(name)] = number
    return months


MONTHS = _by_month()
"""Number of the month, by its folded name or abbreviation."""

DATE_WORDS = frozenset(map(fold, _DATE_WORDS.split()))
"""Words that may accompany the date in a date line."""

ZONES = {
    "UTC": 0, "GMT": 0, "BST": 60, "WEST": 60, "WET": 0, "CET": 60, "CEST": 120, "MEZ": 60,
    "MESZ": 120, "EET": 120, "EEST": 180, "MSK": 180, "МСК": 180, "TRT": 180, "IST": 330,
    "SGT": 480, "HKT": 480, "AWST": 480, "JST": 540, "KST": 540, "AEST": 600, "AEDT": 660,
    "NZST": 720, "NZDT": 780, "EDT": -240, "EST": -300, "CDT": -300, "CST": -360, "MDT": -360,
    "MST": -420, "PDT": -420, "PST": -480,
}  # fmt: skip
"""Minutes east of Greenwich."""
AMERICAN_ZONES = {"ET": -300, "CT": -360, "MT": -420, "PT": -480}
"""Standard time of the zones that are named alike in winter and summer."""
