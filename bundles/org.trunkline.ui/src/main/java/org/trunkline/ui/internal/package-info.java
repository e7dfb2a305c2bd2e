@NullMarked
package org.trunkline.ui.internal;

import org.jspecify.annotations.NullMarked;
