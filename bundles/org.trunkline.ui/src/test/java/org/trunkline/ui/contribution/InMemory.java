package org.trunkline.ui.contribution;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

/** Contributions without a registry. */
public final class InMemory {
    private InMemory() {}

    /** @param make what its class is made by */
    public static <T> Contribution<T> contribution(String bundle, Class<T> type, Map<String, String> attributes, Callable<?> make) {
        return new Contribution<>(new Declared() {
            @Override
            public Optional<String> attribute(String name) {
                return Optional.ofNullable(attributes.get(name));
            }

            @Override
            public String bundle() {
                return bundle;
            }

            @Override
            public String bundleName() {
                return bundle;
            }

            @Override
            public Object create() throws Exception {
                return make.call();
            }
        }, type);
    }

    @SafeVarargs
    public static <T> List<Contribution<T>> sorted(Contribution<T>... contributions) {
        return Contribution.sorted(Stream.of(contributions));
    }
}
