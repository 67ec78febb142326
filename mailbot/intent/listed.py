"""Workshops by their place in the list: "der zuerst genannte", "the last listed", "den zweiten von unten".

An ordinal alone may count anything. It counts the workshops where the words around it speak of a list:
that something is named or printed there, where one begins to count, or where on the page it stands.
"""

from __future__ import annotations

from collections.abc import Iterator

from mailbot.intent.mentions import Mention, Scan
from mailbot.intent.tokens import Shape

_REACH = 5
"""So many words behind the ordinal the list is named: "den zweiten Punkt auf Ihrer Liste"."""

_PAGE = (("top", 1), ("bottom", -1), ("middle", 0))
_ROW = (("named_first", 1), ("named_last", -1))


class Listed(Scan):
    """Finds places in the list of workshops."""

    def _listed(self) -> Iterator[Mention]:
        """A workshop by its place, where the words say that the list of them is meant."""
        if not (self.setting.choosing or self.setting.reply or self.setting.field):
            return
        for i, token in enumerate(self.tokens):
            if token.shape is not Shape.WORD:
                continue
            rank = self.words.ordinal(token.fold)
            if rank is not None:
                found = self._counted(i, rank)
            elif self._named_as(i + 1) > i + 1:
                found = self._edge(i, _ROW, self._named_as(i + 1))
            else:
                found = self._edge(i, _PAGE, i + 1)
            if found is not None:
                yield found

    def _edge(self, i: int, kinds: tuple[tuple[str, int], ...], end: int) -> Mention | None:
        rank = next((rank for kind, rank in kinds if self.words.exactly(kind, self.tokens[i].fold)), None)
        start = self._on_page(i) if kinds is _PAGE and rank is not None else i
        return None if rank is None or start is None else self._place(rank, start, end)

    def _counted(self, i: int, rank: int) -> Mention | None:
        """The workshop of the ordinal at `i`, where a list is named behind it."""
        if self._ranks(i):
            return None
        end = self._named_as(i + 1)
        told = end > i + 1
        if end < len(self.tokens) and self.kinds[end] == "sign" and self.tokens[end].shape is Shape.WORD:
            following = self._value(end + 1) if end + 1 < len(self.tokens) else None
            told, end = told or following is None, end + 1  # "den zweiten Punkt", "das erste Angebot"
        for k in range(end, min(len(self.tokens), end + _REACH)):
            token = self.tokens[k]
            if token.shape is not Shape.WORD:
                break
            if self.words.exactly("bottom", token.fold) and rank > 0:
                return self._place(-rank, i, k + 1)
            if self.words.exactly("top", token.fold) or self.words.is_a("list_place", token.fold):
                return self._place(rank, i, k + 1)
            if k > end and self.kinds[k] == "workshop":
                return self._place(rank, i, k + 1)  # "den ersten der Workshops"
            if token.cased and token.capital and self.kinds[k] not in ("workshop", "sign"):
                break  # "den ersten Platz auf der Liste": the ordinal has a noun of its own.
        return self._place(rank, i, end) if told else None

    def _place(self, rank: int, start: int, end: int) -> Mention:
        if start and self.words.exactly("definite", self.tokens[start - 1].fold):
            start -= 1
        return Mention(self.event.by_ordinal(rank, beside=True), 3, "ordinal", start, end)

    def _named_as(self, k: int) -> int:
        """Behind "genannten", "aufgeführte" and the like at `k`; `k` itself where none stands there."""
        return k + 1 if k < len(self.tokens) and self.words.is_a("listed_as", self.tokens[k].fold) else k

    def _on_page(self, i: int) -> int | None:
        """The workshop or article before "ganz unten", "in der Mitte"; None where neither stands there."""
        k = i - 1
        while k >= 0 and self.words.exactly("on_page", self.tokens[k].fold):
            k -= 1
        # The "el" of "el del medio" is an article, too, that may stand before the place: "en el medio".
        ahead = (at for at in (k, k + 1) if 0 <= at < i - 1)
        return next((at for at in ahead if self._stands_for_workshop(at)), None)

    def _stands_for_workshop(self, k: int) -> bool:
        kinds = ("definite", "stand_in")
        return self.kinds[k] == "workshop" or any(self.words.exactly(n, self.tokens[k].fold) for n in kinds)
