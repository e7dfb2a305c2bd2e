package org.trunkline.sip.jain.stack;

import java.util.Properties;

import javax.sip.SipStack;

import gov.nist.core.ServerLogger;
import gov.nist.javax.sip.message.SIPMessage;

/** Logs no message: the adapter keeps the ladder itself. Loaded by name from the stack's own bundle. */
public final class SilentServerLogger implements ServerLogger {
    @Override
    public void closeLogFile() {}

    @Override
    public void logMessage(SIPMessage message, String from, String to, boolean sender, long time) {}

    @Override
    public void logMessage(SIPMessage message, String from, String to, String status, boolean sender, long time) {}

    @Override
    public void logMessage(SIPMessage message, String from, String to, String status, boolean sender) {}

    @Override
    public void logException(Exception ex) {}

    @Override
    public void setStackProperties(Properties properties) {}

    @Override
    public void setSipStack(SipStack stack) {}
}
