"""Whole processes as contenders: podnet over a generated cluster, and ferm over as many rules."""
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile



def java():
    done = subprocess.run(["java", "-version"], stderr=subprocess.PIPE, text=True, check=True)
    return done.stderr.splitlines()[0]


def median(runs, key):
    return statistics.median(r[key] for r in runs)


def timed(command, stdout=subprocess.DEVNULL):
    """One run: seconds of wall and of CPU, and its largest resident size."""
    started = os.times().elapsed
    with subprocess.Popen(command, stdout=stdout, stderr=subprocess.PIPE) as run:
        said = run.stderr.read()
        _, status, usage = os.wait4(run.pid, 0)
        run.returncode = os.waitstatus_to_exitcode(status)
    if run.returncode:
        sys.exit(f"bench/run: {' '.join(command)} ended with {run.returncode}: {said.decode()[:2000]}")
    wall = os.times().elapsed - started
    return {"wall": wall, "cpu": usage.ru_utime + usage.ru_stime, "mib": usage.ru_maxrss / 1024}


def weigh(folder):
    """What is in a folder; a file with several names counts once on the disk."""
    total, disk, files, lines, seen = 0, 0, 0, 0, set()
    for path, _, names in os.walk(folder):
        disk += os.lstat(path).st_blocks * 512
        for name in names:
            file = os.path.join(path, name)
            stat = os.lstat(file)
            files += 1
            total += stat.st_size
            if stat.st_ino not in seen:
                seen.add(stat.st_ino)
                disk += stat.st_blocks * 512
            with open(file, "rb") as text:
                lines += text.read().count(b"\n")
    return {"bytes": total, "disk": disk, "files": files, "lines": lines}


class Compile:
    """`podnet compile` of a cluster; again: over an output that differs in one service."""

    def __init__(self, root, cluster, form, folder, again=False):
        self.root, self.cluster, self.form, self.again = root, cluster, form, again
        self.name = f"{cluster}, {cluster.backend} {cluster.proxy}, {form}{', one service changed' if again else ''}"
        self.spec = os.path.join(folder, self.name.replace(" ", ""))
        self.out = os.path.join(folder, "out")
        self.input = self._write(self.spec, cluster)
        self.before = self.spec + "-before"
        if again:
            self._write(self.before, cluster)
            with open(os.path.join(self.before, "one.podnet"), "w", encoding="utf-8") as file:
                file.write("namespace default { service one { selector app=s0; port 81 -> 8080 } }\n")

    def _write(self, folder, cluster):
        os.makedirs(folder)
        size = 0
        for name, pieces in cluster.files(self.form).items():
            path = os.path.join(folder, name)
            with open(path, "w", encoding="utf-8") as file:
                file.writelines(pieces)
            size += os.path.getsize(path)
        return size

    def facts(self):
        c = self.cluster
        return {
            "nodes": c.nodes, "services": c.services, "endpoints": c.endpoints, "backend": c.backend,
            "proxyMode": c.proxy, "form": self.form, "again": self.again, "input": self.input,
        }

    def run(self):
        shutil.rmtree(self.out, ignore_errors=True)
        podnet = os.path.join(self.root, "podnet")
        if self.again:
            subprocess.run([podnet, "compile", self.before, "-q", "-o", self.out], check=True)
        figures = timed([podnet, "compile", self.spec, "-q", "-o", self.out])
        figures.update(weigh(self.out))
        shutil.rmtree(self.out)
        return figures


class Ferm:
    """ferm(1) over the rules of as many services' endpoints on one host, in its own language."""

    def __init__(self, rules, folder):
        self.rules = rules
        self.name = f"ferm, {rules} rules of one host"
        self.file = os.path.join(folder, "ferm.conf")
        endpoints = 10
        with open(self.file, "w", encoding="utf-8") as file:
            for s in range(rules // (endpoints + 1)):
                address = f"172.20.{s // 250}.{s % 250 + 1}"
                file.write(f"table nat chain S{s} proto tcp {{\n")
                for e in range(endpoints):
                    left = endpoints - e
                    chance = f"mod statistic mode random probability {1 / left:.6f} " if left > 1 else ""
                    file.write(f"  {chance}DNAT to 10.{s // 250}.{s % 250}.{e + 2}:8080;\n")
                file.write("}\n")
                file.write(f"table nat chain PREROUTING proto tcp daddr {address} dport 80 jump S{s};\n")
        self.input = os.path.getsize(self.file)

    @staticmethod
    def there():
        return shutil.which("ferm", path=os.environ["PATH"] + ":/usr/sbin") is not None

    def facts(self):
        return {"rules": self.rules, "input": self.input}

    def run(self):
        out = self.file + ".out"
        with open(out, "wb") as file:
            figures = timed(["/usr/sbin/ferm", "--noexec", "--lines", self.file], stdout=file)
        with open(out, "rb") as file:
            text = file.read()
        figures.update({"bytes": len(text), "disk": len(text), "files": 1, "lines": text.count(b"\n")})
        return figures


def jmh(root, cluster):
    """The stages inside one warm JVM, by JMH; at the end MB/s and lines/s from their times."""
    command = ["mvn", "-q", "-B", "-Pbench", "-pl", "bench", "-am", "-Dmaven.test.skip=true", "package"]
    subprocess.run(command, cwd=root, check=True)
    target = os.path.join(root, "bench", "target")
    with tempfile.TemporaryDirectory() as folder:
        sizes = {}
        for form in ("podnet", "live"):
            os.makedirs(os.path.join(folder, form))
            for name, pieces in cluster.files(form).items():
                path = os.path.join(folder, form, name)
                with open(path, "w", encoding="utf-8") as file:
                    file.writelines(pieces)
                sizes[form] = os.path.getsize(path)
        figures = os.path.join(target, "jmh.json")
        classpath = os.path.join(target, "classes") + ":" + os.path.join(target, "lib", "*")
        command = ["java", f"-Dpodnet.bench.input={folder}", "-cp", classpath, "org.openjdk.jmh.Main"]
        subprocess.run([*command, "-rf", "json", "-rff", figures], check=True)
    with open(figures, encoding="utf-8") as file:
        for each in json.load(file):
            name, milliseconds = each["benchmark"].rsplit(".", 1)[1], each["primaryMetric"]["score"]
            size = {"parsePodnet": sizes["podnet"], "parseYaml": sizes["live"]}.get(name)
            rate = f", {size / 1e3 / milliseconds:.1f} MB/s" if size else ""
            print(f"{name}, {cluster}: {milliseconds:.0f} ms{rate}")
