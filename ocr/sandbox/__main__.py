"""`python -m ocr.sandbox SOCKET CLIENT`: the zygote process; started by ocr.sandbox.client only."""

import sys

from ocr.sandbox.zygote import main

main(sys.argv[1:])
