package org.trunkline.cdr.lucene.internal.match;

import java.io.IOException;

import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.PostingsEnum;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.index.TermsEnum.SeekStatus;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.FixedBitSet;
import org.trunkline.api.cdr.CdrField;
import org.trunkline.cdr.lucene.internal.columns.SearchBudget;
import org.trunkline.query.value.Glob;

/** Records with a peer of such a name; of too many names, with the first ones. Each name of a segment is looked at. */
public final class PeerQuery extends SegmentQuery {
    private final String pattern;
    /** With what all of them begin. */
    private final BytesRef start;

    /** @param pattern a {@link Glob} */
    PeerQuery(String pattern) {
        super(CdrField.PEER.fieldName() + ":" + pattern);
        this.pattern = pattern;
        int plain = 0;
        while (plain < pattern.length() && "*?\\".indexOf(pattern.charAt(plain)) < 0)
            plain++;
        start = new BytesRef(pattern.substring(0, plain));
    }

    public String pattern() {
        return pattern;
    }

    @Override
    DocIdSetIterator find(LeafReaderContext leaf) throws IOException {
        var terms = leaf.reader().terms(CdrField.PEER.fieldName());
        if (terms == null)
            return DocIdSetIterator.empty();
        var names = terms.iterator();
        return names.seekCeil(start) == SeekStatus.END ? DocIdSetIterator.empty()
                : found(find(names, new FixedBitSet(leaf.reader().maxDoc())));
    }

    private FixedBitSet find(TermsEnum names, FixedBitSet bits) throws IOException {
        PostingsEnum postings = null;
        int found = 0;
        int seen = 0;
        for (var name = names.term(); name != null && startsWith(name); name = names.next()) {
            if (++seen % SearchBudget.VALUES == 0 && SearchBudget.areReached())
                break;
            if (!Glob.matches(pattern, name.utf8ToString()))
                continue;
            if (found++ == SearchBudget.MOST_TERMS) {
                SearchBudget.tooManyTerms();
                break;
            }
            postings = names.postings(postings, PostingsEnum.NONE);
            postings.nextDoc();
            postings.intoBitSet(DocIdSetIterator.NO_MORE_DOCS, bits, 0);
        }
        return bits;
    }

    private boolean startsWith(BytesRef name) {
        return name.length >= start.length && new BytesRef(name.bytes, name.offset, start.length).bytesEquals(start);
    }
}
