package org.trunkline.engine.directory;

import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

import org.jspecify.annotations.Nullable;
import org.trunkline.engine.port.routing.NumberPlan;

/**
 * Remembers what another number plan said: parsing a number costs more than all the rest of routing. Bounded by two
 * generations: when the young one is full it becomes the old one, and what is not asked for again is forgotten.
 */
public final class CachedNumberPlan implements NumberPlan {
    private static final int GENERATION = 16_384;
    /** Longer texts are attacks or mistakes: not worth memory. */
    private static final int LONGEST = 40;

    private enum Ask {
        NORMALISE, WITHOUT_PLUS, NATIONAL
    }

    /** Asked for several times a call; what a record has of these methods by itself is slow until it is hot. */
    private record Key(Ask ask, String text, String region) {
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Key it && ask == it.ask && text.equals(it.text)
                    && region.equals(it.region);
        }

        @Override
        public int hashCode() {
            return text.hashCode() * 31 + region.hashCode();
        }
    }

    private final NumberPlan plan;
    private volatile ConcurrentMap<Key, Optional<String>> young = new ConcurrentHashMap<>();
    private volatile ConcurrentMap<Key, Optional<String>> old = new ConcurrentHashMap<>();

    public CachedNumberPlan(NumberPlan plan) {
        this.plan = plan;
    }

    @Override
    public Optional<String> normalise(String text, String region) {
        return text.length() > LONGEST ? Optional.empty() : ask(new Key(Ask.NORMALISE, text, region));
    }

    @Override
    public Optional<String> withoutPlus(String text, String region) {
        return text.length() > LONGEST ? Optional.empty() : ask(new Key(Ask.WITHOUT_PLUS, text, region));
    }

    @Override
    public Optional<String> national(String e164, String region) {
        return e164.length() > LONGEST ? Optional.empty() : ask(new Key(Ask.NATIONAL, e164, region));
    }

    /** Rare: not remembered. */
    @Override
    public Optional<String> inContext(String text, String context) {
        return text.length() > LONGEST ? Optional.empty() : plan.inContext(text, context);
    }

    private Optional<String> ask(Key key) {
        var known = young.get(key);
        if (known != null)
            return known;
        known = old.get(key);
        if (known == null)
            known = switch (key.ask()) {
                case NORMALISE -> plan.normalise(key.text(), key.region());
                case WITHOUT_PLUS -> plan.withoutPlus(key.text(), key.region());
                case NATIONAL -> plan.national(key.text(), key.region());
            };
        remember(key, known);
        return known;
    }

    private void remember(Key key, Optional<String> answer) {
        if (young.size() >= GENERATION) {
            synchronized (this) {
                if (young.size() >= GENERATION) {
                    old = young;
                    young = new ConcurrentHashMap<>();
                }
            }
        }
        young.put(key, answer);
    }
}
