package org.trunkline.demo.internal;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Answers a digest challenge (RFC 7616). */
final class Digest {
    private static final Pattern PARAMETER = Pattern.compile("(\\w+)=(?:\"([^\"]*)\"|([^,\\s]+))");

    private Digest() {}

    /** Value of an Authorization header. */
    static String answer(String challenge, String username, String password, String method, String uri,
            String cnonce) {
        String realm = parameter(challenge, "realm");
        String nonce = parameter(challenge, "nonce");
        String algorithm = parameter(challenge, "algorithm");
        String ha1 = hash(algorithm, username + ':' + realm + ':' + password);
        String ha2 = hash(algorithm, method + ':' + uri);
        String response = hash(algorithm, ha1 + ':' + nonce + ":00000001:" + cnonce + ":auth:" + ha2);
        return "Digest username=\"" + username + "\", realm=\"" + realm + "\", nonce=\"" + nonce + "\", uri=\"" + uri
                + "\", response=\"" + response + "\", algorithm=" + (algorithm.isEmpty() ? "MD5" : algorithm)
                + ", qop=auth, nc=00000001, cnonce=\"" + cnonce + '"';
    }

    private static String parameter(String header, String name) {
        Matcher matcher = PARAMETER.matcher(header);
        while (matcher.find())
            if (matcher.group(1).equalsIgnoreCase(name))
                return matcher.group(2) != null ? matcher.group(2) : matcher.group(3);
        return "";
    }

    private static String hash(String algorithm, String text) {
        try {
            String name = algorithm.equalsIgnoreCase("SHA-256") ? "SHA-256" : "MD5";
            return HexFormat.of().formatHex(MessageDigest.getInstance(name).digest(text.getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has both", e);
        }
    }
}
