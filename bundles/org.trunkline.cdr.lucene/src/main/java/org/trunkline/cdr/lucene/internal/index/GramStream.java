package org.trunkline.cdr.lucene.internal.index;

import java.nio.charset.StandardCharsets;

import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.tokenattributes.BytesTermAttribute;
import org.apache.lucene.util.BytesRef;
import org.trunkline.cdr.lucene.internal.match.NumberGrams;
import org.trunkline.query.value.NumberPattern;

/** Every five characters of a number in its marks, shorter at the end. */
final class GramStream extends TokenStream {
    private final BytesTermAttribute term = addAttribute(BytesTermAttribute.class);
    private String marked = "";
    private int at;

    GramStream of(String number) {
        marked = NumberPattern.MARK + number + NumberPattern.MARK;
        return this;
    }

    @Override
    public void reset() {
        clearAttributes(); // once is enough: but for the term, all tokens are alike
        at = 0;
    }

    @Override
    public boolean incrementToken() {
        if (at >= marked.length() - 1)
            return false;
        String gram = marked.substring(at, Math.min(marked.length(), at + NumberGrams.LENGTH));
        term.setBytesRef(new BytesRef(gram.getBytes(StandardCharsets.UTF_8)));
        at++;
        return true;
    }
}
