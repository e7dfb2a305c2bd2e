package org.trunkline.phone.internal.address;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.regex.Pattern;

import org.trunkline.domain.part.LocalizableText;
import org.trunkline.phone.PhoneException;

/** Makes SIP URIs of what people type. */
public final class DialledAddress {
    private static final Pattern NUMBER = Pattern.compile("\\+?[0-9*#]+");
    private static final Pattern WRITTEN = Pattern.compile("[+0-9*#() ./\\-\u00a0]+");
    /** RFC 3261 §25.1, user. */
    private static final String PLAIN = "-_.!~*'()&=+$,;?/";
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9.\\-]+(:\\d{1,5})?|\\[[0-9A-Fa-f:.]+](:\\d{1,5})?");

    private DialledAddress() {
    }

    /** @param typed number in any notation, user name, SIP or tel URI @throws PhoneException where it is none of them */
    public static String uri(String typed, String domain) throws PhoneException {
        var text = typed.strip();
        if (text.regionMatches(true, 0, "tel:", 0, 4) || text.regionMatches(true, 0, "callto:", 0, 7))
            text = text.substring(text.indexOf(':') + 1).replaceFirst(";.*", "");
        boolean uri = text.regionMatches(true, 0, "sip:", 0, 4) || text.regionMatches(true, 0, "sips:", 0, 5);
        var address = uri ? text.substring(text.indexOf(':') + 1).replaceFirst("[;?].*", "") : text;
        int at = address.lastIndexOf('@');
        var user = at < 0 ? address : address.substring(0, at);
        var host = at < 0 ? domain : address.substring(at + 1);
        if (WRITTEN.matcher(user).matches())
            user = user.replaceAll("[() ./\\-\u00a0]", "");
        if (user.isBlank() || user.contains(" ") || !HOST.matcher(host).matches()
                || WRITTEN.matcher(user).matches() && !NUMBER.matcher(user).matches())
            throw new PhoneException(new LocalizableText("phone-bad-target", List.of(typed),
                    "\"" + typed + "\" is not a number, a user name or a SIP address."));
        return "sip:" + escaped(user) + '@' + host;
    }

    public static String escaped(String user) {
        var text = new StringBuilder();
        for (byte each : user.getBytes(UTF_8)) {
            char c = (char) (each & 0xff);
            if (c < 128 && (Character.isLetterOrDigit(c) || PLAIN.indexOf(c) >= 0))
                text.append(c);
            else
                text.append('%').append(String.format("%02X", (int) c));
        }
        return text.toString();
    }
}
