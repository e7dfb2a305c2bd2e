package org.trunkline.cdr.lucene.internal.match;

import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.PostingsEnum;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.DocIdSetBuilder;
import org.trunkline.cdr.lucene.internal.columns.SearchBudget;

/** Records with one of these terms; of too many, with the first ones. */
public final class TermsQuery extends SegmentQuery {
    /** Terms sought between two looks at the clock. */
    private static final int STEP = 64;

    private record Key(String field, List<BytesRef> terms) {
        @Override
        public String toString() {
            return field + ":" + terms.size();
        }
    }

    private final String field;
    private final List<BytesRef> terms;

    /** @param terms those first that are to be looked for if they are too many */
    TermsQuery(String field, Collection<BytesRef> terms) {
        this(field, Stream.concat(terms.stream().limit(SearchBudget.MOST_TERMS).sorted(), terms.stream().skip(SearchBudget.MOST_TERMS))
                .toList());
    }

    private TermsQuery(String field, List<BytesRef> terms) {
        super(new Key(field, terms));
        this.field = field;
        this.terms = terms;
    }

    /** Numbers that match. @param numbers in order */
    TermsQuery(NumberQuery.Key asked, List<BytesRef> numbers) {
        super(asked);
        field = asked.field();
        terms = numbers;
    }

    public String field() {
        return field;
    }

    public List<BytesRef> terms() {
        return terms;
    }

    @Override
    DocIdSetIterator find(LeafReaderContext leaf) throws IOException {
        var there = leaf.reader().terms(field);
        if (there == null)
            return DocIdSetIterator.empty();
        var each = there.iterator();
        var docs = new DocIdSetBuilder(leaf.reader().maxDoc());
        PostingsEnum postings = null;
        for (int i = 0; i < terms.size(); i++) {
            if (i == SearchBudget.MOST_TERMS)
                SearchBudget.tooManyTerms();
            if (i == SearchBudget.MOST_TERMS || i % STEP == STEP - 1 && SearchBudget.areReached())
                break;
            if (!each.seekExact(terms.get(i)))
                continue;
            postings = each.postings(postings, PostingsEnum.NONE);
            docs.add(postings);
        }
        return docs.build().iterator();
    }
}
