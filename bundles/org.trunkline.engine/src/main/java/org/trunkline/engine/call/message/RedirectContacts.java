package org.trunkline.engine.call.message;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;

/** The Contact values of a redirection. */
public final class RedirectContacts {
    private static final Pattern Q = Pattern.compile("(?i);\\s*q\\s*=\\s*([01](?:\\.[0-9]{0,3})?)");
    private static final int MOST = 16;

    private record Choice(String uri, double q) {}

    private RedirectContacts() {}

    /** URIs by falling q value (RFC 3261 §8.1.3.4); 1 where it is not given. */
    public static List<String> best(List<String> headers) {
        var choices = new ArrayList<Choice>(2);
        for (String header : headers)
            for (String value : split(header))
                if (choices.size() < MOST)
                    choices.add(choice(value));
        choices.sort(Comparator.comparingDouble(Choice::q).reversed());
        return choices.stream().map(Choice::uri).filter(uri -> !uri.isEmpty()).toList();
    }

    private static Choice choice(String value) {
        int open = value.indexOf('<');
        int close = value.indexOf('>', open + 1);
        boolean bracketed = open >= 0 && close >= 0;
        int semicolon = value.indexOf(';');
        String uri = bracketed ? value.substring(open + 1, close)
                : semicolon < 0 ? value : value.substring(0, semicolon);
        var q = Q.matcher(bracketed ? value.substring(close) : value);
        return new Choice(uri.strip(), q.find() ? Double.parseDouble(q.group(1)) : 1);
    }

    /** At commas outside angle brackets and quotes. */
    private static List<String> split(String header) {
        var values = new ArrayList<String>(1);
        int from = 0;
        boolean quoted = false;
        boolean bracketed = false;
        for (int i = 0; i < header.length(); i++) {
            char c = header.charAt(i);
            if (c == '"' && !bracketed)
                quoted = !quoted;
            else if (!quoted && (c == '<' || c == '>'))
                bracketed = c == '<';
            else if (c == ',' && !quoted && !bracketed) {
                values.add(header.substring(from, i).strip());
                from = i + 1;
            }
        }
        values.add(header.substring(from).strip());
        return values;
    }
}
