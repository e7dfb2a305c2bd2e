package org.trunkline.api.cdr;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.trunkline.domain.cdr.Attribute;
import org.trunkline.domain.part.LocalizableText;

/** Which names the fields of plug-ins may have. */
public final class AttributeNames {
    /** Fields of a plug-in. */
    public static final int MOST = 16;
    /** Words of the query language, and columns of exports that are no fields of searches. */
    private static final Set<String> TAKEN = Stream.concat(Stream.of("and", "or", "not", "then", "within", "ringing", "ended",
            "dialled", "reason", "attributes"), Stream.of(CdrField.values()).map(CdrField::fieldName))
            .collect(Collectors.toUnmodifiableSet());

    private AttributeNames() {}

    /**
     * Why a plug-in cannot have these fields.
     *
     * @param declared their names
     * @param source its id
     * @param known fields that there are
     * @return for an administrator; empty where they are fine
     */
    public static Optional<LocalizableText> refusal(List<String> declared, String source, List<AttributeAbout> known) {
        if (declared.size() > MOST)
            return said("fields-too-many", "It declares " + declared.size() + " record fields; a plug-in may have " + MOST,
                    String.valueOf(declared.size()), String.valueOf(MOST));
        return declared.stream().map(name -> refusal(name, declared, source, known)).flatMap(Optional::stream).findFirst();
    }

    private static Optional<LocalizableText> refusal(String name, List<String> declared, String source, List<AttributeAbout> known) {
        String quoted = "Its record field \"" + name + "\" ";
        if (!Attribute.isName(name))
            return said("field-not-a-name", quoted + "is not a name: 1 to 30 of the letters A-Z and a-z", name);
        if (TAKEN.contains(name.toLowerCase(Locale.ROOT)))
            return said("field-of-product", quoted + "has the name of a field of the product; it must have another name", name);
        if (declared.stream().filter(name::equalsIgnoreCase).count() > 1)
            return said("field-twice", quoted + "is declared twice", name);
        return known.stream().filter(it -> it.name().equalsIgnoreCase(name) && !it.source().equals(source)).findFirst()
                .flatMap(other -> said("field-of-other", quoted + "has the name of a field of the plug-in " + other.source()
                        + "; it must have another name", name, other.source()));
    }

    private static Optional<LocalizableText> said(String code, String message, String... args) {
        return Optional.of(new LocalizableText(code, List.of(args), message));
    }
}
