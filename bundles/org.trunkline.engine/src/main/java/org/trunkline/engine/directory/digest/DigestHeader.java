package org.trunkline.engine.directory.digest;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A Digest challenge or credentials, parsed (RFC 7616 §3.3, §3.4). There are a dozen parameters at most that anybody sends,
 * so looking through them is quicker than a map.
 *
 * @param parameters lower-case names, and after each its value, quotes taken off
 */
public record DigestHeader(List<String> parameters) {
    private static final String SCHEME = "digest ";
    /** More than any real header; bounds the work for one message. */
    private static final int LONGEST = 4096;
    /** Names and values; so many that nobody could slow down the looking through them. */
    private static final int MOST = 2 * 64;
    private static final int USUAL = 2 * 10;

    /** Empty for other schemes and for what breaks the grammar. */
    public static Optional<DigestHeader> parse(String value) {
        String text = value.strip();
        if (text.length() > LONGEST || !text.regionMatches(true, 0, SCHEME, 0, SCHEME.length()))
            return Optional.empty();
        return new Parser(text, SCHEME.length()).parse();
    }

    /** Empty where it is not there. @param name in lower case */
    public String get(String name) {
        int at = index(parameters, name);
        return at < 0 ? "" : parameters.get(at + 1);
    }

    boolean has(String name) {
        return index(parameters, name) >= 0;
    }

    private static int index(List<String> parameters, String name) {
        for (int i = 0; i < parameters.size(); i += 2)
            if (parameters.get(i).equals(name))
                return i;
        return -1;
    }

    private static final class Parser {
        private final String text;
        private int at;
        private final List<String> parameters = new ArrayList<>(USUAL);

        Parser(String text, int at) {
            this.text = text;
            this.at = at;
        }

        Optional<DigestHeader> parse() {
            do {
                int equals = text.indexOf('=', at);
                if (equals < 0)
                    return Optional.empty();
                String name = text.substring(at, equals).strip().toLowerCase(Locale.ROOT);
                at = equals + 1;
                var value = value();
                if (!isName(name) || value.isEmpty() || parameters.size() == MOST || index(parameters, name) >= 0)
                    return Optional.empty();
                parameters.add(name);
                parameters.add(value.get());
            } while (comma());
            return at == text.length() ? Optional.of(new DigestHeader(Collections.unmodifiableList(parameters))) : Optional.empty();
        }

        private static boolean isName(String name) {
            for (int i = 0; i < name.length(); i++) {
                char c = name.charAt(i);
                if (!(c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '_' || c == '.' || c == '*' || c == '-'))
                    return false;
            }
            return !name.isEmpty();
        }

        private void spaces() {
            while (at < text.length() && Character.isWhitespace(text.charAt(at)))
                at++;
        }

        private boolean comma() {
            spaces();
            if (at < text.length() && text.charAt(at) == ',') {
                at++;
                return true;
            }
            return false;
        }

        private Optional<String> value() {
            spaces();
            if (at < text.length() && text.charAt(at) == '"')
                return quoted();
            int end = at;
            while (end < text.length() && text.charAt(end) != ',' && !Character.isWhitespace(text.charAt(end)))
                end++;
            String token = text.substring(at, end);
            at = end;
            return token.isEmpty() ? Optional.empty() : Optional.of(token);
        }

        private Optional<String> quoted() {
            int close = text.indexOf('"', at + 1);
            int escape = text.indexOf('\\', at + 1);
            if (close >= 0 && (escape < 0 || escape > close)) { // as good as always
                String value = text.substring(at + 1, close);
                at = close + 1;
                return Optional.of(value);
            }
            var out = new StringBuilder();
            for (int i = at + 1; i < text.length(); i++) {
                char c = text.charAt(i);
                if (c == '"') {
                    at = i + 1;
                    return Optional.of(out.toString());
                }
                if (c == '\\' && ++i < text.length())
                    c = text.charAt(i);
                out.append(c);
            }
            return Optional.empty();
        }
    }
}
