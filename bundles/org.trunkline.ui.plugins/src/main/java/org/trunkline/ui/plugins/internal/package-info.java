@NullMarked
package org.trunkline.ui.plugins.internal;

import org.jspecify.annotations.NullMarked;
