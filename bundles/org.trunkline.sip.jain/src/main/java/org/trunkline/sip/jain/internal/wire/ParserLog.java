package org.trunkline.sip.jain.internal.wire;

import java.util.Properties;

import gov.nist.core.CommonLogger;
import gov.nist.core.StackLogger;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The log of jain-sip's parsers. What they call errors are mostly other people's bad messages, so all of it is DEBUG here;
 * what an administrator must know is counted by the adapter.
 */
public final class ParserLog implements StackLogger {
    private static final Logger LOG = LoggerFactory.getLogger("org.trunkline.sip.jain.parser");

    private ParserLog() {}

    /** Before the first message is parsed: without it the parsers ask for log4j. */
    public static void use() {
        CommonLogger.useLegacyLogger = true;
        CommonLogger.legacyLogger = new ParserLog();
    }

    @Override
    public void logStackTrace() {}

    @Override
    public void logStackTrace(int traceLevel) {}

    @Override
    public int getLineCount() {
        return 0;
    }

    @Override
    public void logException(Throwable ex) {
        LOG.debug("parser", ex);
    }

    @Override
    public void logDebug(String message) {}

    @Override
    public void logDebug(String message, Exception ex) {}

    @Override
    public void logTrace(String message) {}

    @Override
    public void logFatalError(String message) {
        LOG.debug("{}", message);
    }

    @Override
    public void logError(String message) {
        LOG.debug("{}", message);
    }

    @Override
    public void logError(String message, Exception ex) {
        LOG.debug("{}", message, ex);
    }

    @Override
    public void logWarning(String message) {
        LOG.debug("{}", message);
    }

    @Override
    public void logInfo(String message) {}

    @Override
    public boolean isLoggingEnabled() {
        return LOG.isDebugEnabled();
    }

    /** The parsers build long texts for their debug level, so that is never on. */
    @Override
    public boolean isLoggingEnabled(int level) {
        return level <= TRACE_WARN && LOG.isDebugEnabled();
    }

    @Override
    public void disableLogging() {}

    @Override
    public void enableLogging() {}

    @Override
    public void setBuildTimeStamp(String buildTimeStamp) {}

    @Override
    public void setStackProperties(Properties properties) {}

    @Override
    public String getLoggerName() {
        return LOG.getName();
    }
}
