package org.trunkline.store.jdbc.internal.database;

import java.sql.SQLException;

import org.h2.api.ErrorCode;

/**
 * What went wrong with a database.
 *
 * @param code for translation: {@code disk-full}, {@code store-locked}, {@code store-damaged}, {@code store-down},
 *        {@code store-refused}, {@code store-failed}
 * @param message names the database and the way out
 */
record Failure(String code, String message) {

    static Failure of(String name, SQLException e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            String message = String.valueOf(cause.getMessage());
            if (message.contains("No space left") || message.contains("not enough space"))
                return new Failure("disk-full", "The disk of the store %s is full: free space on it.".formatted(name));
        }
        return switch (e.getErrorCode()) {
            case ErrorCode.DATABASE_ALREADY_OPEN_1 -> new Failure("store-locked",
                    "The store %s is open in another process: stop that process first.".formatted(name));
            case ErrorCode.FILE_CORRUPTED_1, ErrorCode.FILE_VERSION_ERROR_1 -> new Failure("store-damaged",
                    ("The store %s is damaged, or of another version of H2 (%s). Put a backup in its place, or move it "
                            + "away and start afresh: call records are taken from the journal again.")
                            .formatted(name, firstLine(e)));
            case ErrorCode.WRONG_USER_OR_PASSWORD -> refused(name);
            default -> ofState(name, e);
        };
    }

    private static Failure ofState(String name, SQLException e) {
        String state = String.valueOf(e.getSQLState());
        if (state.startsWith("08"))
            return new Failure("store-down", "The store %s cannot be reached: %s".formatted(name, firstLine(e)));
        if (state.startsWith("28"))
            return refused(name);
        return new Failure("store-failed", "The store %s failed: %s".formatted(name, firstLine(e)));
    }

    private static Failure refused(String name) {
        return new Failure("store-refused", "The store %s refuses this user or password.".formatted(name));
    }

    private static String firstLine(SQLException e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }
}
