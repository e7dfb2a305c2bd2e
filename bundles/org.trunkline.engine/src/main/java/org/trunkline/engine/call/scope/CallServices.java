package org.trunkline.engine.call.scope;

import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;

import org.trunkline.engine.EnginePorts;
import org.trunkline.engine.RandomTokens;

/**
 * What all calls share.
 *
 * @param executor runs mailboxes
 * @param direct whether what comes over UDP is done by the thread that read it, where the call is idle
 * @param counter calls of each subscriber
 * @param hurried whether messages wait to be read: then who reads them does nothing else
 */
public record CallServices(EnginePorts ports, Executor executor, boolean direct, RandomTokens tokens, ConcurrentCallCounter counter,
        AtomicBoolean hurried) {}
