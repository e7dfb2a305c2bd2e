package org.trunkline.node.internal;

/** A service for as long as the node answers on all its ports. */
record NodeReady(String line) {}
