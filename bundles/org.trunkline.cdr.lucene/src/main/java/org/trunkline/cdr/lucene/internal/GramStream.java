package org.trunkline.cdr.lucene.internal;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.tokenattributes.BytesTermAttribute;
import org.apache.lucene.util.BytesRef;

/** Every five characters of some numbers, shorter at their ends, with marks around each number. */
final class GramStream extends TokenStream {
    /** A number in its marks. @param grams how many begin in it */
    private record Marked(String text, byte[] bytes, int grams) {
        /** Then a character is a byte. */
        boolean plain() {
            return bytes.length == text.length();
        }
    }

    private final BytesTermAttribute term = addAttribute(BytesTermAttribute.class);
    private final BytesRef gram = new BytesRef();
    private final List<Marked> numbers = new ArrayList<>();
    private int number;
    private int at;

    /** A number that another one ends with has but one gram of its own: the first. */
    GramStream of(Collection<String> forms) {
        numbers.clear();
        for (String form : forms) {
            String text = NumberForms.MARK + form + NumberForms.MARK;
            boolean end = false;
            for (var other : numbers)
                end |= other.text().endsWith(form + NumberForms.MARK);
            numbers.add(new Marked(text, text.getBytes(StandardCharsets.UTF_8), end ? 1 : text.length() - 1));
        }
        return this;
    }

    @Override
    public void reset() {
        clearAttributes(); // once is enough: but for the term, all tokens are alike
        number = 0;
        at = 0;
    }

    @Override
    public boolean incrementToken() {
        while (number < numbers.size()) {
            var now = numbers.get(number);
            if (at < now.grams()) {
                int length = Math.min(NumberForms.GRAM, now.text().length() - at);
                if (now.plain()) {
                    gram.bytes = now.bytes();
                    gram.offset = at;
                    gram.length = length;
                } else {
                    gram.bytes = now.text().substring(at, at + length).getBytes(StandardCharsets.UTF_8);
                    gram.offset = 0;
                    gram.length = gram.bytes.length;
                }
                term.setBytesRef(gram);
                at++;
                return true;
            }
            number++;
            at = 0;
        }
        return false;
    }
}
