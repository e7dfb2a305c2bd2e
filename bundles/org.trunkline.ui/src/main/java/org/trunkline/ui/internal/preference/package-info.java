@NullMarked
package org.trunkline.ui.internal.preference;

import org.jspecify.annotations.NullMarked;
