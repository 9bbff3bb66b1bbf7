# 为什么转给这个单位（R5）：话务员可以照着念给来电人听。地名 x 是中文，x_en 是英文。

routing-conflict = 您反映的“{ $said }”涉及管理部门，按规定由上一级{ $target }受理。
routing-conflict-named = 您反映的“{ $said }”涉及{ $reported }，按规定不交给被反映的单位，由上一级{ $target }受理，被反映的单位看不到这件举报。
routing-disagreement = 您标的位置在{ $county }，地址里说的却是{ $said }，两处不一致，先由市局核实后再分派。
routing-disagreement-outside = 您标的位置不在本市，地址里说的却是{ $said }，两处不一致，先由市局核实后再分派。
routing-zone = 地址里提到“{ $said }”，由{ $target }办理。
routing-outside-point = 您标的位置不在本市范围内，我们会记录下来，请同时向当地生态环境部门反映。
routing-outside-point-named = 您标的位置在{ $place }，不在本市范围内，请向{ $authority }反映。
routing-outside-point-border = 您标的位置在本市边界外，但离{ $county }很近，可能属于那里，请再核对一下。
routing-boundary = 您标的位置在{ $county }，由{ $county }办理。
routing-boundary-border = 您标的位置在{ $county }，但离{ $others }的边界很近；先由{ $county }办理，如果不归它管会再转办。
routing-boundary-outer = 您标的位置在{ $county }，离市界很近；先由{ $county }办理，如果不归它管会再转办。
routing-outside-address = 您说的地方在{ $place }，不在本市范围内，请向{ $authority }反映。
routing-outside-chosen = 您选的是{ $county }，地址却在{ $place }，先由市局核实后再分派。
routing-outside-text = 从您的描述看，地方在{ $place }，不在本市范围内，请向{ $authority }反映。
routing-address-county = 地址里提到“{ $said }”，在{ $county }，由{ $county }办理。
routing-address-township = 地址里提到“{ $said }”，属于{ $county }，由{ $county }办理。
routing-address-place = 地址里提到“{ $said }”，在{ $county }，由{ $county }办理。
routing-several = “{ $said }”可能在{ $counties }，一时不能确定，先由市局核实后再分派。
routing-chosen = 您选择了{ $county }，由{ $county }办理。
routing-text = 您的描述里提到“{ $said }”，应该在{ $county }，先由{ $county }办理。
routing-dispatcher = 目前还不能确定在哪个县（市、区），先由市局核实后再分派，不会没有人管。
