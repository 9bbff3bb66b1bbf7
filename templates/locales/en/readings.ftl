# The record of identity readings.

readings-title = Identity readings
readings-lead = Who read which reporter's identity, when and why. The identity itself is not shown here.
readings-at = When
readings-who = Who
readings-bureau = Bureau
readings-report = Report
readings-case = Matter
readings-reason = Reason
readings-compared = Compared before publication: the public text holds something that is also the reporter's
