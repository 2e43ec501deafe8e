"""Words by which a person ends or resumes the messages of a number.

Twilio acts on its own on a message that holds nothing but one of these words (Twilio
support, "Twilio support for opt-out keywords (SMS STOP filtering)") and blocks the
sender until a START word comes. ``OptOutType`` of Advanced Opt-Out is what Twilio
understood, in whatever language its keywords were set up: it beats the text.
"""

from __future__ import annotations

import re
import unicodedata

STOP = "stop"
START = "start"
HELP = "help"

# English and French (Canada) are what Twilio filters by default; the others are what
# carriers and Twilio's localised keyword sets use, compared without accents.
_WORDS = {
    STOP: (
        "STOP STOPALL UNSUBSCRIBE CANCEL END QUIT OPTOUT REVOKE "
        "ARRET ARRETE ARRETT DESABONNER "  # French
        "PARAR PARE BAJA CANCELAR SALIR "  # Spanish, Portuguese
        "STOPP ABMELDEN AUFHOREN "  # German, Swedish, Norwegian
        "FERMA ANNULLA "  # Italian
        "STOPPEN AFMELDEN"  # Dutch
    ),
    START: (
        "START YES UNSTOP OPTIN DEBUT COMMENCER INICIAR ALTA COMECAR ANMELDEN INIZIA"
    ),
    HELP: "HELP INFO AIDE AYUDA AJUDA HILFE AIUTO HULP HJALP",
}
_KIND = {word: kind for kind, words in _WORDS.items() for word in words.split()}
_EDGES = re.compile(r"^\W+|\W+$")


def keyword_kind(body: str, opt_out_type: str = "") -> str:
    """Tell what a message asks for.

    :param body: the whole text; more than the one word means nothing.
    :param opt_out_type: Twilio's ``OptOutType``, when it sent one.
    :return: ``stop``, ``start``, ``help`` or empty.
    """
    told = opt_out_type.strip().lower()
    if told in _WORDS:
        return told
    plain = unicodedata.normalize("NFKD", _EDGES.sub("", body))
    word = "".join(char for char in plain if not unicodedata.combining(char)).upper()
    return _KIND.get(re.sub(r"^OPT[ -](?=OUT$|IN$)", "OPT", word), "")
