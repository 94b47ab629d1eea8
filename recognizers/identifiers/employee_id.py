"""社員番号: what a company numbers its people with; the label is the only thing these numbers share.

Source: no public numbering exists; labels as they stand in Japanese personnel forms (労働者名簿, 労働基準法107条).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from recognizers.identifiers.found import FoldedRecognizer, Found
from recognizers.identifiers.surroundings import Surroundings, unwrapped

_VALUE = r"(?:[A-Za-z]{1,12}[-_.]?(?=[0-9])|[A-Za-z]{1,4}-[A-Za-z]{1,4}-)?(?:[0-9]{2,10}|(?<=[A-Za-z_.-])[0-9])(?:-[0-9]{1,6})?[A-Za-z]?"
_LABEL = (r"(?:(?:社員|従業員|職員|スタッフ|派遣(?:社員|スタッフ))証?の?(?:番号|コード|(?i:no)\.?|ナンバー|ID|CD|#)|社番|人事番号"
          r"|(?i:(?:employee|staff) ?(?:id|no\.?|number|code)))")
_LABELS = re.compile(_LABEL)
_AFTER_LABEL = re.compile(
    rf"{_LABEL}[ \t]{{0,4}}(?:\n[> \t]{{0,8}})?(?:\([^()\n]{{1,10}}\)[ \t]{{0,3}})?(?:[はがを:=|,/)\]」】]|[-・#]){{0,2}}[ \t]{{0,4}}(?:\n[> \t]{{0,8}})?"
    rf"[「\[(【『#]?[ ]?(?:No\.? ?)?(?P<value>{_VALUE})(?![0-9A-Za-z桁文字]|,[0-9]|[ ]?(?:桁|番|年|月|名|人|件|円|種類))")


class EmployeeIdRecognizer(FoldedRecognizer):
    """The value after 社員番号, 従業員番号, 職員番号 and their kin, or under them as a table's heading."""

    ENTITY = "JP_EMPLOYEE_ID"

    def find(self, text: str) -> Iterator[Found]:
        """Values right after a label, and the cells under one."""
        if not _LABELS.search(unwrapped(text)):
            return
        for match in _AFTER_LABEL.finditer(text):
            label = _LABELS.match(match.group())
            yield Found(*match.span("value"), 0.8, "value after its label",
                        f"letters and digits right after {label.group() if label else 'a label'!r}")
        for start, end in Surroundings(text).cells(_VALUE, _LABELS):
            yield Found(start, end, 0.75, "value in a table", "letters and digits under an employee number's heading")
