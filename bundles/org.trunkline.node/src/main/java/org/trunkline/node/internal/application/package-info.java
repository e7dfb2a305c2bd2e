/** Applications of plug-ins that take calls over. */
@NullMarked
package org.trunkline.node.internal.application;

import org.jspecify.annotations.NullMarked;
