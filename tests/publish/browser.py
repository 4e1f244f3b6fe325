"""Chromium without a window, told what to do over a pipe by its DevTools
protocol: which pages it opened, what it asked the network for, what it
complained about."""

import base64
import json
import os
import subprocess
import tempfile

FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run",
         "--disable-extensions", "--disable-background-networking",
         "--disable-component-update", "--disable-sync", "--mute-audio",
         "--disable-dev-shm-usage", "--remote-debugging-pipe", "about:blank"]


class Browser:
    def __init__(self):
        self.home = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
        to_read, self.to = os.pipe()
        self.back, from_write = os.pipe()

        def pipes():  # Chromium reads 3 and writes 4
            os.dup2(to_read, 30)
            os.dup2(from_write, 31)
            os.dup2(30, 3)
            os.dup2(31, 4)

        self.process = subprocess.Popen(
            ["chromium", f"--user-data-dir={self.home.name}", *FLAGS],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL, preexec_fn=pipes, close_fds=False)
        os.close(to_read)
        os.close(from_write)
        self.number, self.rest, self.events = 0, b"", []
        page = self.call("Target.createTarget", url="about:blank")
        self.session = None
        self.session = self.call("Target.attachToTarget", flatten=True,
                                 targetId=page["targetId"])["sessionId"]
        for domain in ("Page", "Network", "Log", "Runtime"):
            self.call(domain + ".enable")

    def close(self):
        self.session = None
        self.call("Browser.close")
        self.process.wait(30)
        self.home.cleanup()

    def message(self):
        while b"\0" not in self.rest:
            more = os.read(self.back, 1 << 20)
            if not more:
                raise EOFError("chromium ended")
            self.rest += more
        one, self.rest = self.rest.split(b"\0", 1)
        return json.loads(one)

    def call(self, method, **params):
        self.number += 1
        request = {"id": self.number, "method": method, "params": params}
        if getattr(self, "session", None):
            request["sessionId"] = self.session
        os.write(self.to, json.dumps(request).encode() + b"\0")
        while True:
            m = self.message()
            if m.get("id") == self.number:
                if "error" in m:
                    raise RuntimeError(f"{method}: {m['error']}")
                return m["result"]
            self.events.append(m)

    def open(self, path, screen=(1000, 1400)):
        """Loads a file and returns what was amiss: a line each."""
        self.events = []
        self.call("Emulation.setDeviceMetricsOverride", width=screen[0],
                  height=screen[1], deviceScaleFactor=1, mobile=False)
        url = "file://" + os.path.abspath(path)
        self.call("Page.navigate", url=url)
        while not any(e["method"] == "Page.loadEventFired"
                      for e in self.events):
            self.events.append(self.message())
        self.run("1")  # what came behind has been read now
        return [line for e in self.events for line in amiss(e, url)]

    def run(self, script):
        """The value of a script, which may be a promise."""
        result = self.call("Runtime.evaluate", expression=script,
                           awaitPromise=True, returnByValue=True)
        if "exceptionDetails" in result:
            raise RuntimeError(str(result["exceptionDetails"]))
        return result["result"].get("value")

    def picture(self, path):
        data = self.call("Page.captureScreenshot", captureBeyondViewport=True,
                         format="png")["data"]
        with open(path, "wb") as f:
            f.write(base64.b64decode(data))

    def pdf(self, path):
        """As it would be printed."""
        data = self.call("Page.printToPDF", preferCSSPageSize=True,
                         printBackground=False)["data"]
        with open(path, "wb") as f:
            f.write(base64.b64decode(data))


def amiss(event, url):
    method, p = event["method"], event["params"]
    if method == "Log.entryAdded":
        yield f"{p['entry']['level']}: {p['entry']['text']}"
    elif method == "Runtime.consoleAPICalled":
        yield "console: " + str(p["args"])
    elif method == "Runtime.exceptionThrown":
        yield "exception: " + str(p["exceptionDetails"].get("text"))
    elif method == "Page.javascriptDialogOpening":
        yield "dialog: " + p["message"]
    elif (method == "Network.requestWillBeSent"
          and p["request"]["url"] != url
          and not p["request"]["url"].startswith("data:")):
        yield "request: " + p["request"]["url"][:200]
