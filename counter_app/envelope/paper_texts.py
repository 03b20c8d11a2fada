"""The words on request form, receipt and refusal slip: Italian first, the main lines in English too (M02, M03, M22)."""

from __future__ import annotations

from counter_app.envelope.texts import Both
from data.vocabulary import Applicant, Impediment

VISIT = "Pratica n."
CODE = "Codice di verifica"
PAGE = "Pagina {number}"
CODE_NOTE = Both(
    "Il codice di verifica permette alla sede di accertare che il foglio è autentico.",
    "With the verification code the office can tell that this sheet is genuine.",
)
DATE_AND_PLACE = Both("Luogo e data", "Place and date")
SIGNATURE = Both("Firma", "Signature")
SIGNATURE_FOR = Both("Firma del rappresentante", "Representative’s signature")
OPERATOR = Both("Operatore", "Operator")

FULL_NAME = Both("Cognome e nome", "Surname and name")
FISCAL_CODE = Both("Codice fiscale", "Fiscal code")
BIRTH_DATE = Both("Data di nascita", "Date of birth")
BIRTH_PLACE = Both("Luogo di nascita", "Place of birth")
CITIZENSHIP = Both("Cittadinanza", "Citizenship")
RESIDENCE = Both("Residenza", "Residence")
PHONE = Both("Telefono", "Telephone")
EMAIL = Both("Posta elettronica", "E-mail")
PEC = Both("PEC", "Certified e-mail")
CONTACTS = Both("Recapiti", "Contacts")
DOCUMENT_TYPE = Both("Tipo di documento", "Type of document")
DOCUMENT_NUMBER = Both("Numero", "Number")
ISSUER = Both("Rilasciato da", "Issued by")
ISSUED_ON = Both("Data di rilascio", "Date of issue")
EXPIRES_ON = Both("Data di scadenza", "Date of expiry")
REPRESENTATIVE = Both("Chi agisce per l’interessato", "Person acting for the holder")

QUALITY = {
    Applicant.PARENT: Both("genitore", "parent"),
    Applicant.GUARDIAN: Both("tutore", "guardian"),
    Applicant.SUPPORT_ADMINISTRATOR: Both("amministratore di sostegno", "support administrator"),
}

# In place of a signature
IMPEDIMENT = {
    Impediment.CANNOT_WRITE: Both("non sa firmare", "does not know how to sign"),
    Impediment.BODILY: Both("non può firmare per un impedimento fisico", "cannot sign because of a bodily impediment"),
}
INSTEAD = Both("In luogo della firma", "In place of the signature")
INSTEAD_TEXT = Both(
    "Chi dichiara {cause}. Accertatane l’identità, attesto che le dichiarazioni qui sopra sono state rese oggi davanti "
    "a me e al testimone {witness} ({document}), in presenza di questo impedimento a firmare (DPR 445/2000, art. 4).",
    "The person declaring {cause}. Having ascertained the identity, I attest that the declarations above were made "
    "today before me and the witness {witness} ({document}), in the presence of this impediment to signing "
    "(Decree 445/2000, article 4).",
)
WITNESS_SIGNATURE = Both("Firma del testimone", "Witness’s signature")
OPERATOR_SIGNATURE = Both("Firma dell’operatore", "Operator’s signature")

CERTIFICATION_TITLE = Both("Autocertificazione della qualità di rappresentante", "Self-certification of the role")
CERTIFICATION_BY_LAW = Both(
    "Dichiarazione sostitutiva resa ai sensi degli articoli 46 e 47 del DPR 28 dicembre 2000, n. 445.",
    "Declaration made in place of certificates, by articles 46 and 47 of Decree 445 of 28 December 2000.",
)
CERTIFICATION_DECLARANT = Both("Chi dichiara", "Declarant")
CERTIFICATION_DECLARES = Both("Dichiaro sotto la mia responsabilità", "I declare on my own responsibility")
CERTIFICATION_ROLE = {
    Applicant.PARENT: Both(
        "di essere genitore, esercente la responsabilità genitoriale, del minore indicato qui sotto;",
        "that I am a parent, holding parental responsibility, of the minor named below;",
    ),
    Applicant.GUARDIAN: Both(
        "di essere tutore della persona indicata qui sotto;",
        "that I am the guardian of the person named below;",
    ),
    Applicant.SUPPORT_ADMINISTRATOR: Both(
        "di essere amministratore di sostegno della persona indicata qui sotto, con il potere di chiedere il PIN per "
        "lei;",
        "that I am the support administrator of the person named below, with the power to ask for the PIN;",
    ),
}
CERTIFICATION_DECLARATIONS = (
    Both(
        "che i dati della persona indicata qui sotto sono esatti;",
        "that the data of the person named below are correct;",
    ),
    Both(
        "di chiedere il PIN nell’interesse di questa persona e di custodirlo per lei;",
        "that I ask for the PIN in that person’s interest and will keep it safe for them;",
    ),
    Both(
        "di sapere che chi dichiara il falso perde il beneficio ottenuto e ne risponde penalmente (DPR 445/2000, "
        "articoli 75 e 76).",
        "that I know that whoever declares what is untrue loses the benefit obtained and is liable to punishment "
        "(Decree 445/2000, articles 75 and 76).",
    ),
)
CERTIFICATION_HOLDER = Both("Persona rappresentata", "Person represented")
APPOINTMENT = Both("Atto di nomina", "Act of appointment")
COURT = Both("Autorità", "Authority")
APPOINTED_ON = Both("Data", "Date")
APPOINTMENT_NUMBER = Both("Numero", "Number")

FORM_TITLE = Both("Richiesta di assegnazione PIN dispositivo", "Request for a dispositive PIN")
FORM_PERSON = Both("Dati dell’interessato", "Holder")
FORM_DOCUMENT = Both("Documento di riconoscimento esibito", "Identity document shown")
FORM_DOCUMENT_FOR = Both("Documento esibito da chi agisce", "Identity document of the person acting")
FORM_DOCUMENT_HOLDER = Both("Documento dell’interessato", "Holder’s identity document")
DOCUMENT_VALIDITY = Both("Rilascio – scadenza", "Issue – expiry")
FORM_ASKS = Both("Chiedo", "I ask for")
FORM_NEW = Both("l’assegnazione del PIN dispositivo;", "a dispositive PIN;")
FORM_REPLACEMENT = Both(
    "la sostituzione del PIN già assegnato con un nuovo PIN dispositivo.",
    "the replacement of the PIN already assigned with a new dispositive PIN.",
)
FORM_DECLARES = Both("Dichiaro", "I declare")
FORM_DECLARATIONS = (
    Both(
        "che i dati riportati sopra sono esatti e aggiornati;",
        "that the data above are correct and up to date;",
    ),
    Both(
        "di impegnarmi a custodire il PIN e a non comunicarlo ad altri;",
        "that I will keep the PIN safe and tell it to nobody;",
    ),
    Both(
        "di autorizzare la conservazione di questa richiesta e della copia del documento esibito insieme alla pratica.",
        "that this request and the copy of the document shown may be kept with the visit.",
    ),
)
FORM_PRIVACY = Both("Informativa sui dati personali", "Privacy notice")
FORM_PRIVACY_TEXT = Both(
    "Ho ricevuto l’informativa sul trattamento dei dati personali e ne ho preso visione.",
    "I have received and read the notice on how my personal data are processed.",
)
FORM_IN_PERSON = Both(
    "La richiesta si consegna personalmente allo sportello, con un documento di identità valido.",
    "This request is handed in personally at the counter, with a valid identity document.",
)

RECEIPT_TITLE = Both("Ricevuta di consegna della busta PIN", "Receipt for the PIN envelope")
RECEIPT_ENVELOPE = Both("Busta consegnata", "Envelope handed over")
RECEIPT_DECLARES = Both("Dichiaro", "I declare")
RECEIPT_DECLARATIONS = (
    Both(
        "di ricevere oggi allo sportello la busta chiusa n. {serial}, che contiene il {kind};",
        "that today, at the counter, I receive the sealed envelope no. {serial}, which holds the {kind};",
    ),
    Both(
        "di averla trovata integra e sigillata, senza segni di apertura;",
        "that I found it whole and sealed, with no sign of opening;",
    ),
    Both(
        "di sapere che il PIN è già attivo e che va tenuto segreto.",
        "that I know the PIN is already active and must be kept secret.",
    ),
)
RECEIPT_NO_SECRET = Both("Questa ricevuta non riporta il PIN.", "This receipt does not show the PIN.")

SLIP_TITLE = Both("Esito della richiesta: non accolta", "Outcome of your request: refused")
SLIP_PERSON = Both("Richiedente", "Applicant")
SLIP_ASKED = Both("Che cosa è stato chiesto", "What was asked for")
SLIP_WHY = Both("Perché oggi non è possibile", "Why it is not possible today")
SLIP_PRACTICE = "Regola organizzativa della sede"
SLIP_DO = Both("Che cosa può fare", "What you can do")
SLIP_BRING = Both("Che cosa portare", "What to bring")
SLIP_HELP = Both("Serve aiuto?", "Need help?")
