package org.trunkline.node.internal.routing;

/** An extension with what tells it from others. @param name id of its plug-in @param ranking higher comes first */
public record Named<T>(T it, String name, int ranking) {}
