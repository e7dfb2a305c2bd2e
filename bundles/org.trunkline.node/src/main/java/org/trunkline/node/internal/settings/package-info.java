@NullMarked
package org.trunkline.node.internal.settings;

import org.jspecify.annotations.NullMarked;
