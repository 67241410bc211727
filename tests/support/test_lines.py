"""unittest for our runner: one line a test as it ends, `ok NAME`, `FAILED NAME` or `skipped NAME (why)`."""

import sys
import unittest


class Lines(unittest.TestResult):
    @staticmethod
    def name(test):
        return test.id() if isinstance(test, unittest.TestCase) else str(test)

    def addSuccess(self, test):
        super().addSuccess(test)
        print(f"ok {self.name(test)}", flush=True)

    def addSkip(self, test, reason):
        super().addSkip(test, reason)
        print(f"skipped {self.name(test)} ({reason})", flush=True)

    def addFailure(self, test, error):
        super().addFailure(test, error)
        self.tell(test, error)

    def addError(self, test, error):
        super().addError(test, error)
        self.tell(test, error)

    def tell(self, test, error):
        print(self._exc_info_to_string(error, test).rstrip())
        print(f"FAILED {self.name(test)}", flush=True)


def run_tests(folder, files, name_filter):
    """The tests in the files of a folder; the exit status."""
    sys.path.insert(0, str(folder))
    loader = unittest.TestLoader()
    if name_filter:
        loader.testNamePatterns = [f"*{name_filter}*"]
    result = Lines()
    loader.discover(str(folder), pattern=files).run(result)
    print(f"Ran {result.testsRun} tests")
    return 0 if result.wasSuccessful() else 1
