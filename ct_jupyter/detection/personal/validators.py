"""The checks of personal data by name, beside those of secrets in ``detection/checks.py``."""

from __future__ import annotations

from . import documents, internet, payment, phones, states

PERSONAL = {
    **states.STATES,
    "bank-account": payment.bank_account,
    "birth-date": documents.birth_date,
    "card": payment.card,
    "cookie": documents.cookie,
    "coordinates": documents.coordinates,
    "document": documents.document,
    "email": internet.email,
    "iban": payment.iban,
    "ip": internet.ip,
    "mac": internet.mac,
    "phone": phones.phone,
    "username": documents.username,
    "vehicle": documents.vehicle,
    "wallet": payment.wallet,
}
