"""Bodies without their content coding, never larger than they may be: what a few bytes unfold to is counted while they
do (RFC 9110, 8.4)."""

import zlib

ACCEPTED_CODINGS = ("gzip", "deflate")
GZIP_OR_ZLIB = 32 + zlib.MAX_WBITS  # zlib tells the two by their first bytes
RAW = -zlib.MAX_WBITS


class TooLarge(Exception):
    """More bytes than are taken."""


class BrokenBody(Exception):
    """A body that breaks off, or that is not in a coding that was asked for."""


class Decoder:
    """``feed`` the bytes as they come, then ``finish``."""

    def __init__(self, coding: str, largest: int) -> None:
        """``coding``: the header's value. Raises BrokenBody for one that we did not ask for, several one in another
        included: nobody needs them but for bombs."""
        name = coding.strip().lower().removeprefix("x-")
        if name not in ("", "identity", *ACCEPTED_CODINGS):
            raise BrokenBody(name)
        self._plain = name in ("", "identity")
        self._largest = largest
        self._parts: list[bytes] = []
        self._size = 0
        self._inflater: zlib._Decompress | None = None
        self._may_be_raw = name == "deflate"

    def feed(self, chunk: bytes) -> None:
        """Raises TooLarge or BrokenBody."""
        if self._plain:
            self._keep(chunk)
            return
        while chunk:
            if self._inflater is None or self._inflater.eof:
                self._inflater = zlib.decompressobj(self._window(chunk))
            try:
                piece = self._inflater.decompress(chunk, self._largest - self._size + 1)
            except zlib.error as error:
                raise BrokenBody from error
            self._keep(piece)  # raises before anything could be left over for want of room
            chunk = self._inflater.unused_data if self._inflater.eof else self._inflater.unconsumed_tail

    def finish(self) -> bytes:
        """The whole body; raises BrokenBody where its end is missing."""
        if not self._plain and self._inflater is not None and not self._inflater.eof:
            raise BrokenBody
        return b"".join(self._parts)

    def _window(self, chunk: bytes) -> int:
        """Some servers send deflate without the header that it should have."""
        if self._may_be_raw and not (chunk[0] & 0x0F == 8 and (len(chunk) < 2 or (chunk[0] << 8 | chunk[1]) % 31 == 0)):
            return RAW
        return GZIP_OR_ZLIB

    def _keep(self, piece: bytes) -> None:
        self._size += len(piece)
        if self._size > self._largest:
            raise TooLarge
        self._parts.append(piece)
