"""Signed archives of small plug-ins, built with the JDK's own tools against the bundles of a packaged node."""
import json
import os
import subprocess
import zipfile

PASSWORD = "bench-only"
SOURCES = os.path.join(os.path.dirname(__file__), "../../bench/plugins/org/trunkline/bench/plugin")
"""Plug-ins that count records, or misbehave as their setting says."""
FAULT = [{"name": "fault", "type": "text", "label": {"en": "Fault"}, "help": {"en": "What goes wrong"}, "required": False,
          "secret": False, "unit": "", "default": "none"}]


class Publisher:
    """A key pair made for one run."""

    def __init__(self, folder, java_home, name="CN=Bench"):
        self.folder = folder
        os.makedirs(folder, exist_ok=True)
        self.bin = os.path.join(java_home, "bin")
        self.store = os.path.join(folder, "publisher.p12")
        self._run("keytool", "-genkeypair", "-alias", "bench", "-keyalg", "EC", "-groupname", "secp256r1", "-dname", name,
                  "-validity", "30", "-storetype", "PKCS12", "-keystore", self.store, "-storepass", PASSWORD)
        self.certificate = subprocess.run(
            [os.path.join(self.bin, "keytool"), "-exportcert", "-rfc", "-alias", "bench", "-keystore", self.store,
             "-storepass", PASSWORD], check=True, capture_output=True, text=True).stdout

    def _run(self, tool, *arguments):
        done = subprocess.run([os.path.join(self.bin, tool), *arguments], capture_output=True, text=True, check=False)
        if done.returncode:
            raise AssertionError(f"{tool}: {done.stdout}{done.stderr}")

    def compile(self, node, sources):
        classes = os.path.join(self.folder, "classes")
        path = os.pathsep.join([os.path.join(node, "bundle", "*"), os.path.join(node, "bin", "felix.jar")])
        self._run("javac", "-nowarn", "--release", "25", "-cp", path, "-d", classes,
                  *[os.path.join(sources, name) for name in sorted(os.listdir(sources)) if name.endswith(".java")])
        return classes

    def archive(self, plugin, version, activator, provides, imports="", entries=(), signed=True, **more):
        """
        @param imports packages that the bundle needs beyond those that there are
        @param entries further ones of the archive, pairs of name and content
        @param more fields of plugin.json
        @return path of the archive
        """
        folder = os.path.join(self.folder, f"{plugin}-{version}")
        os.makedirs(os.path.join(folder, "bundles"), exist_ok=True)
        self._bundle(os.path.join(folder, "bundles", "plugin.jar"), plugin, version, activator, more.get("inside", False), imports)
        about = {"id": plugin, "version": version, "name": {"en": plugin}, "description": {"en": "Made for a benchmark"},
                 "api": "[0.1,0.2)", "provides": [provides], "permissions": [], "bundles": {"node": ["bundles/plugin.jar"]},
                 "settings": [], **more}
        path = os.path.join(self.folder, f"{plugin}-{version}.tlp")
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("META-INF/MANIFEST.MF", "Manifest-Version: 1.0\r\n\r\n")
            archive.writestr("plugin.json", json.dumps(about))
            archive.write(os.path.join(folder, "bundles", "plugin.jar"), "bundles/plugin.jar")
            for name, content in entries:
                archive.writestr(name, content)
        if signed:
            self._run("jarsigner", "-keystore", self.store, "-storepass", PASSWORD, path, "bench")
        return path

    def _bundle(self, path, plugin, version, activator, inside, imports):
        manifest = ("Manifest-Version: 1.0\r\nBundle-ManifestVersion: 2\r\n"
                    f"Bundle-SymbolicName: {plugin}\r\nBundle-Version: {version}\r\n"
                    f"Bundle-Activator: org.trunkline.bench.plugin.{activator}\r\n"
                    "Import-Package: org.osgi.framework,org.trunkline.domain.call,org.trunkline.\r\n"
                    " domain.cdr,org.trunkline.spi,org.trunkline.spi.record,org.trunkline.spi.\r\n"
                    f" routing{imports}\r\n\r\n")
        classes = os.path.join(self.folder, "classes")
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as bundle:
            bundle.writestr("META-INF/MANIFEST.MF", manifest)
            for top, _, names in os.walk(classes):
                for name in names:
                    if inside and name == "Ending.class":
                        continue  # inside, code that ends the node is refused
                    file = os.path.join(top, name)
                    bundle.write(file, os.path.relpath(file, classes))
