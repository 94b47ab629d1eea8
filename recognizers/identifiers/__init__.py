"""Numbers that identify a person, one file a kind, each a plain Presidio recognizer for Japanese text."""

from __future__ import annotations

from recognizers.identifiers.bank_account import BankAccountRecognizer
from recognizers.identifiers.credit_card import CardNumberRecognizer
from recognizers.identifiers.driver_license import DriverLicenseRecognizer
from recognizers.identifiers.employee_id import EmployeeIdRecognizer
from recognizers.identifiers.found import FoldedRecognizer
from recognizers.identifiers.health_insurance import HealthInsuranceRecognizer
from recognizers.identifiers.my_number import MyNumberRecognizer
from recognizers.identifiers.passport import PassportRecognizer
from recognizers.identifiers.pension_number import PensionNumberRecognizer
from recognizers.identifiers.residence_card import ResidenceCardRecognizer

IDENTIFIERS: tuple[type[FoldedRecognizer], ...] = (
    MyNumberRecognizer,
    CardNumberRecognizer,
    BankAccountRecognizer,
    DriverLicenseRecognizer,
    PassportRecognizer,
    ResidenceCardRecognizer,
    PensionNumberRecognizer,
    HealthInsuranceRecognizer,
    EmployeeIdRecognizer,
)
"""Every identifier recognizer, in the order they are documented."""
