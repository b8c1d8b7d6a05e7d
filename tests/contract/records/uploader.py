"""An uploader in a process of its own, to be killed: `python -m tests.contract.records.uploader MODE URL HOME`.

`inside` stops in the middle of a transaction and says so; `load` uploads as fast as it can and prints each id only
after its commit, as the service answers 201.
"""

import os
import sys
import time
from pathlib import Path

from storage.objects.folder import FolderStore
from storage.records import uploads
from storage.records.documents import Part
from storage.records.session import Database
from storage.records.uploads import NewUpload
from storage.vault import key_file_of, open_vault
from tests.contract.examples import CLAIM_NO, FILE_NAME, NOW, SIDE, UPLOADER


def main(mode: str, url: str, home: Path) -> None:
    """Upload until killed."""
    database, vault, store = Database(url), open_vault(key_file_of(home)), FolderStore(home / "objects")
    while True:
        stored = store.put([os.urandom(5000)], 5000)
        parts = (Part(stored.sha256, stored.size, "image/jpeg"),)
        with database.write() as session:
            upload = uploads.add(session, vault, NewUpload(CLAIM_NO, SIDE, UPLOADER, parts, FILE_NAME), NOW)
            if mode == "inside":
                print("inside", flush=True)
                time.sleep(600)
        print(upload.document_id, flush=True)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], Path(sys.argv[3]))
