@NullMarked
package org.trunkline.ui.internal.node;

import org.jspecify.annotations.NullMarked;
