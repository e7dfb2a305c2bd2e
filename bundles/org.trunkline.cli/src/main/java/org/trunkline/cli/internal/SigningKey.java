package org.trunkline.cli.internal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;

import org.trunkline.domain.secure.OwnerOnly;

/**
 * The key that a publisher signs archives with: {@code .trunkline/signing.p12} of the project, its password in a file
 * beside it, both for their owner's eyes alone, and the certificate in {@code publisher.pem}.
 */
final class SigningKey {
    private static final String ALIAS = "publisher";
    private static final String DAYS = "1826"; // five years
    private static final int PASSWORD_BYTES = 24;

    private final Path store;
    private final Path password;

    private SigningKey(Path folder) {
        this.store = folder.resolve("signing.p12");
        this.password = folder.resolve("signing.password");
    }

    static SigningKey of(Path project) {
        return new SigningKey(project.resolve(".trunkline"));
    }

    /** A key that several projects share. @param folder with the two files */
    static SigningKey in(Path folder) {
        return new SigningKey(folder);
    }

    /** Makes the key of a new project. @param name of the publisher, as administrators see it */
    static void create(Path project, String name) throws IOException, CommandException {
        var key = of(project);
        OwnerOnly.folder(key.store.getParent());
        var secret = new byte[PASSWORD_BYTES];
        new SecureRandom().nextBytes(secret);
        var text = Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
        OwnerOnly.create(key.password, text.getBytes(StandardCharsets.US_ASCII));
        var keytool = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair", "-alias", ALIAS, "-keyalg", "EC", "-groupname", "secp256r1", "-sigalg", "SHA256withECDSA",
                "-validity", DAYS, "-dname", "CN=" + name.replaceAll("([,+\"\\\\<>;=])", "\\\\$1"), "-storetype", "PKCS12",
                "-keystore", key.store.toString(), "-storepass:env", "TRUNKLINE_STORE_PASSWORD");
        keytool.environment().put("TRUNKLINE_STORE_PASSWORD", text);
        keytool.redirectErrorStream(true);
        var process = keytool.start();
        process.getOutputStream().close();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        if (exit(process) != 0)
            throw CommandException.failed("keytool could not make " + key.store + ": " + said);
        OwnerOnly.restrict(key.store);
        Files.writeString(project.resolve("publisher.pem"), pem(key.entry().getCertificate()));
    }

    private static int exit(Process process) throws CommandException {
        try {
            return process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw CommandException.failed("interrupted");
        }
    }

    private static String pem(java.security.cert.Certificate certificate) throws CommandException {
        try {
            return "-----BEGIN CERTIFICATE-----\n"
                    + Base64.getMimeEncoder(64, new byte[] { '\n' }).encodeToString(certificate.getEncoded())
                    + "\n-----END CERTIFICATE-----\n";
        } catch (GeneralSecurityException e) {
            throw CommandException.failed("the certificate cannot be written: " + e.getMessage());
        }
    }

    /** @throws CommandException where there is no key, its files are damaged, or its certificate has ended */
    KeyStore.PrivateKeyEntry entry() throws CommandException {
        if (!Files.exists(store))
            throw CommandException.failed(store + " is not there: copy the project's key there, or make a key with"
                    + " trunkline plugin new in another folder and copy its folder .trunkline and publisher.pem here");
        try {
            var secret = Files.readString(password).strip().toCharArray();
            var keys = KeyStore.getInstance(store.toFile(), secret);
            for (var alias : List.copyOf(java.util.Collections.list(keys.aliases())))
                if (keys.getEntry(alias, new KeyStore.PasswordProtection(secret)) instanceof KeyStore.PrivateKeyEntry entry) {
                    ((X509Certificate) entry.getCertificate()).checkValidity();
                    return entry;
                }
            throw CommandException.failed(store + " contains no private key: copy the project's key there");
        } catch (IOException | GeneralSecurityException e) {
            throw CommandException.failed(store + " cannot be used with the password in " + password + ": " + e.getMessage());
        }
    }

    /** SHA-256 of the certificate, as the node shows it. */
    String fingerprint() throws CommandException {
        try {
            return HexFormat.of().formatHex(java.security.MessageDigest.getInstance("SHA-256")
                    .digest(entry().getCertificate().getEncoded()));
        } catch (GeneralSecurityException e) {
            throw CommandException.failed("the certificate in " + store + " cannot be read: " + e.getMessage());
        }
    }
}
