package org.trunkline.cdr.lucene.internal;

import java.util.Collection;
import java.util.List;

import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;

/** Every five characters of some numbers, shorter at their ends, with marks around each number. */
final class GramStream extends TokenStream {
    private final CharTermAttribute term = addAttribute(CharTermAttribute.class);
    private List<String> texts = List.of();
    private int text;
    private int at;

    GramStream of(Collection<String> numbers) {
        texts = numbers.stream().map(n -> NumberForms.MARK + n + NumberForms.MARK).toList();
        return this;
    }

    @Override
    public void reset() {
        text = 0;
        at = 0;
    }

    @Override
    public boolean incrementToken() {
        while (text < texts.size()) {
            String now = texts.get(text);
            if (at < now.length()) {
                clearAttributes();
                term.append(now, at, Math.min(at + NumberForms.GRAM, now.length()));
                at++;
                return true;
            }
            text++;
            at = 0;
        }
        return false;
    }
}
