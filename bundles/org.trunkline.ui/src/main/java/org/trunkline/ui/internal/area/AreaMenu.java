package org.trunkline.ui.internal.area;

import java.util.Map;

import org.eclipse.jface.action.IContributionItem;
import org.eclipse.ui.IWorkbenchCommandConstants;
import org.eclipse.ui.PlatformUI;
import org.eclipse.ui.actions.CompoundContributionItem;
import org.eclipse.ui.menus.CommandContributionItem;
import org.eclipse.ui.menus.CommandContributionItemParameter;
import org.trunkline.ui.internal.area.Areas.Area;

/** The areas in the menu View. */
public final class AreaMenu extends CompoundContributionItem {
    @Override
    protected IContributionItem[] getContributionItems() {
        return Areas.of(PlatformUI.getWorkbench()).list().stream().map(AreaMenu::item).toArray(IContributionItem[]::new);
    }

    private static IContributionItem item(Area area) {
        var item = new CommandContributionItemParameter(PlatformUI.getWorkbench(), area.perspective(),
                area.key().map(key -> AreaHandler.COMMAND).orElse(IWorkbenchCommandConstants.PERSPECTIVES_SHOW_PERSPECTIVE),
                CommandContributionItem.STYLE_PUSH);
        item.label = area.label().replace("&", "&&");
        item.parameters = area.key().map(key -> Map.of(AreaHandler.KEY, key)).orElseGet(() -> Map.of(
                IWorkbenchCommandConstants.PERSPECTIVES_SHOW_PERSPECTIVE_PARM_ID, area.perspective()));
        return new CommandContributionItem(item);
    }
}
