/** Calls that an application has: the node is the other end. */
@NullMarked
package org.trunkline.engine.call.application;

import org.jspecify.annotations.NullMarked;
