package org.trunkline.plugin.internal.archive;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

import org.trunkline.api.FieldError;
import org.trunkline.domain.part.LocalizableText;

/** An archive cannot be installed; the errors are for an administrator. */
public final class RefusedArchiveException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient List<FieldError> errors;

    /** @param errors at least one */
    public RefusedArchiveException(List<FieldError> errors) {
        super(errors.stream().map(FieldError::message).collect(Collectors.joining("; ")));
        this.errors = List.copyOf(errors);
    }

    /** About the archive as a whole. */
    static RefusedArchiveException archive(String code, String message, Object... args) {
        return new RefusedArchiveException(List.of(error("archive", code, message, args)));
    }

    static FieldError error(String field, String code, String message, Object... args) {
        return new FieldError(field, code, Arrays.stream(args).map(String::valueOf).toList(), message);
    }

    public List<FieldError> errors() {
        return errors;
    }

    /** The first error, as a reason. */
    public LocalizableText said() {
        var first = errors.getFirst();
        return new LocalizableText(first.code(), first.args(), first.message());
    }
}
