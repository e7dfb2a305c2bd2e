@NullMarked
package org.trunkline.ui.trunks.internal.model;

import org.jspecify.annotations.NullMarked;
