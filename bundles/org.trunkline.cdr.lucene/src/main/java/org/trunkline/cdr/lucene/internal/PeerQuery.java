package org.trunkline.cdr.lucene.internal;

import java.io.IOException;

import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.PostingsEnum;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.WildcardQuery;
import org.apache.lucene.util.FixedBitSet;
import org.apache.lucene.util.automaton.CompiledAutomaton;
import org.apache.lucene.util.automaton.Operations;
import org.trunkline.api.cdr.CdrField;

/** Records with a peer of such a name; of too many names, with the first ones. */
final class PeerQuery extends SegmentQuery {
    private final String pattern;
    private final CompiledAutomaton automaton;

    /** @param pattern a {@link Glob} */
    PeerQuery(String pattern) {
        super(CdrField.PEER.fieldName() + ":" + pattern);
        this.pattern = pattern;
        automaton = new CompiledAutomaton(WildcardQuery.toAutomaton(new Term(CdrField.PEER.fieldName(), pattern),
                Operations.DEFAULT_DETERMINIZE_WORK_LIMIT));
    }

    String pattern() {
        return pattern;
    }

    @Override
    DocIdSetIterator find(LeafReaderContext leaf) throws IOException {
        var terms = leaf.reader().terms(CdrField.PEER.fieldName());
        if (terms == null)
            return DocIdSetIterator.empty();
        var names = automaton.getTermsEnum(terms);
        var bits = new FixedBitSet(leaf.reader().maxDoc());
        PostingsEnum postings = null;
        for (int n = 0; names.next() != null; n++) {
            if (n == Bounds.MOST_TERMS) {
                Bounds.tooManyTerms();
                break;
            }
            if (Bounds.areReached())
                break;
            postings = names.postings(postings, PostingsEnum.NONE);
            postings.nextDoc();
            postings.intoBitSet(DocIdSetIterator.NO_MORE_DOCS, bits, 0);
        }
        return found(bits);
    }
}
