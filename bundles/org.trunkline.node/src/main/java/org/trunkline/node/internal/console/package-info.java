@NullMarked
package org.trunkline.node.internal.console;

import org.jspecify.annotations.NullMarked;
