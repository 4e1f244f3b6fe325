"""Whatever pagein exports, the real Anki takes as it is meant."""

import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
for place in ("fault", "publish"):
    sys.path.insert(1, os.path.join(os.path.dirname(sys.path[0]), place))

from tap import Tap  # noqa: E402
import stories  # noqa: E402


def main():
    tap = Tap(sys.argv[1] if len(sys.argv) > 1 else "")
    for name, story in stories.stories():
        try:
            tap.run(name, story)
        except Exception as e:  # a test that broke is a test that failed
            tap.not_ok(name, [f"{type(e).__name__}: {e}"])
    return 1 if tap.bad else 0


if __name__ == "__main__":
    sys.exit(main())
