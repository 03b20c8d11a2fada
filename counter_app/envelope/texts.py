"""The words on the desk's documents: Italian for the citizen first, English beside it; not the interface's language.

They do not go through gettext because a sheet handed to a citizen never depends on the language an operator works in.
"""

from __future__ import annotations

from typing import NamedTuple

from data.vocabulary import PinKind

NO_BREAK = "\N{NO-BREAK SPACE}"


class Both(NamedTuple):
    """One text in both languages."""

    it: str
    en: str


WATERMARK = "ADDESTRAMENTO · TRAINING"

KIND = {
    PinKind.ORDINARY: Both("PIN ordinario", "ordinary PIN"),
    PinKind.DISPOSITIVE: Both("PIN dispositivo", "dispositive PIN"),
    PinKind.ONLINE: Both("PIN online", "online PIN"),
}

SERIAL = Both("Busta n.", "Envelope no.")

COLLECTED_BY = "Ritirata da {who}"

# Inside, upper panel: what it is (M03, M04)
TITLE = Both("Il Suo {kind}", "Your {kind}")
GREETING = Both("Gentile {name}", "Dear {name}")
WHAT_IT_IS = {
    PinKind.DISPOSITIVE: Both(
        "questo foglio contiene il PIN dispositivo, il codice personale con cui può consultare i Suoi dati e "
        "richiedere prestazioni e benefici economici nei servizi online dell’INPS.",
        "this sheet holds your dispositive PIN, the personal code with which you can consult your own data and apply "
        "for benefits in the online services of INPS.",
    ),
    PinKind.ORDINARY: Both(
        "questo foglio contiene il PIN ordinario, il codice personale con cui può consultare i Suoi dati nei servizi "
        "online dell’INPS.",
        "this sheet holds your ordinary PIN, the personal code with which you can consult your own data in the online "
        "services of INPS.",
    ),
    PinKind.ONLINE: Both(
        "questo foglio contiene il PIN online, il codice personale con cui può consultare i Suoi dati nei servizi "
        "online dell’INPS.",
        "this sheet holds your online PIN, the personal code with which you can consult your own data in the online "
        "services of INPS.",
    ),
}
ALREADY_ACTIVE = Both(
    "Il PIN è già attivo: non deve attivarlo né convertirlo.",
    "The PIN is already active: there is nothing to activate or convert.",
)

# Inside, middle panel: the secret
SECRET_LABEL = Both("PIN iniziale · {length} caratteri", "Initial PIN · {length} characters")
SECRET_HINT = Both(
    "Solo lettere maiuscole e cifre. Gli spazi aiutano la lettura: non vanno digitati.",
    "Capital letters and digits only. The spaces are for reading: do not type them.",
)

# Inside, lower panel: what to do (M06)
HOW_TITLE = Both("Come si usa", "How to use it")
STEPS = (
    Both(
        "Per il primo accesso ai servizi online usi il codice fiscale e il PIN iniziale di {initial} caratteri.",
        "For your first access to the online services use your fiscal code and the initial PIN of "
        "{initial} characters.",
    ),
    Both(
        "Una procedura guidata Le assegna il PIN di {working} caratteri: da quel momento usi soltanto quello.",
        "A guided procedure gives you the PIN of {working} characters: from then on use only that one.",
    ),
    Both(
        "Conservi il PIN in segreto e non lo comunichi a nessuno. Nessun operatore è autorizzato a chiederglielo.",
        "Keep the PIN secret and tell it to nobody. No member of staff may ask you for it.",
    ),
    Both(
        "Se lo smarrisce, o teme che altri lo conoscano, ne chieda subito il ripristino.",
        "If you lose it, or fear that others know it, ask at once for its recovery.",
    ),
)
HELP_TITLE = Both("Serve aiuto?", "Need help?")
HELP = Both(
    "Contact Center: 803~164, gratuito da rete fissa; 06~164~164 da rete mobile, a pagamento secondo il piano "
    "tariffario del gestore. Oppure qualsiasi sede INPS.".replace("~", NO_BREAK),
    "Contact Center: 803~164, free from landlines; 06~164~164 from mobile phones, charged by your operator’s rates. "
    "Or any INPS office.".replace("~", NO_BREAK),
)

# Outside
PERSONAL = Both("RISERVATA PERSONALE", "PERSONAL AND CONFIDENTIAL")
ONLY_RECIPIENT = Both(
    "Da aprire soltanto da parte del destinatario.",
    "To be opened by the addressee only.",
)
TAMPERED = Both(
    "Se la busta è aperta, strappata o manomessa non la accetti: chieda che sia annullata e sostituita.",
    "If the envelope is open, torn or tampered with, do not accept it: ask for it to be cancelled and replaced.",
)
UNDER_FLAP = Both(
    "Il codice è sotto questo lembo. Lo sollevi dove nessun altro può leggere.",
    "The code is under this flap. Lift it where nobody else can read.",
)
FOUND = Both(
    "Chi la trova la restituisca chiusa alla sede qui sopra.",
    "If found, please return it unopened to the office above.",
)

# Which fold comes first, beside the fold marks: upper, lower
FOLD_LABELS = ("2ª piega", "1ª piega")
