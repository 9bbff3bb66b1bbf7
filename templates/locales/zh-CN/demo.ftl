demo-banner = 演示系统：企业和事项都是虚构的。
demo-return-reason = 经核对，被反映地点不在我县范围内，建议由相邻县办理。
demo-decline-explanation = 您好，反映的内容没有具体地点和单位，我们无法查找。请补充地点、时间或照片，我们会马上受理。
demo-measure = 责令立即改正违法行为，完善治理设施。
demo-unsubstantiated = 不属实
demo-partly = 部分属实
