/**
 * The reasons that the Tango libraries and the database give, as cppTango 10.0.2 defines them, and those of this
 * library. A device may give any other text.
 */
export type KnownReason =
  /** The caller aborted the call. Ours; no other Tango library can. */
  | "API_CallAborted"
  /** A device has not what the interface of a TypedDevice says. Ours. */
  | "API_InterfaceMismatch"
  /** The object belongs to a context that was closed, as by `ApiUtil.cleanup()`. Ours. */
  | "API_OrbContextClosed"
  /** The handle by which a thread drives a device is closed: its device or server ended, or its thread closed it. Ours. */
  | "API_ThreadHandleClosed"
  /** So much of what a thread pushes through a handle is unacknowledged that this was dropped. Ours. */
  | "API_ThreadHandleFull"
  | "API_AliasNotDefined"
  | "API_AlreadyPolled"
  /** The reply of an asynchronous call is not there yet. */
  | "API_AsynReplyNotArrived"
  | "API_AttrConfig"
  | "API_AttrEventProp"
  /** The outer level of a failed reading or writing. */
  | "API_AttributeFailed"
  | "API_AttributeNotDataReadyEnabled"
  | "API_AttributePollingNotStarted"
  | "API_AttrIncorrectDataNumber"
  | "API_AttrNoAlarm"
  /** The attribute cannot be read or written now. */
  | "API_AttrNotAllowed"
  /** The device has no such attribute. */
  | "API_AttrNotFound"
  /** The cache was asked for an attribute that is not polled. */
  | "API_AttrNotPolled"
  /** The attribute is read only. */
  | "API_AttrNotWritable"
  | "API_AttrOptProp"
  | "API_AttrPropValueNotSet"
  /** The device gave no value for the attribute. */
  | "API_AttrValueNotSet"
  | "API_AttrWrongDefined"
  | "API_AttrWrongMemValue"
  | "API_BadAsyn"
  | "API_BadAsynPollId"
  | "API_BadAsynReqType"
  | "API_BadConfigurationProperty"
  | "API_BlackBoxArgument"
  | "API_BlackBoxEmpty"
  | "API_CannotCheckAccessControl"
  | "API_CannotOpenFile"
  | "API_CantActivatePOAManager"
  /** No database answers at TANGO_HOST. */
  | "API_CantConnectToDatabase"
  /** The device cannot be reached, or was not a moment ago. */
  | "API_CantConnectToDevice"
  | "API_CantCreateClassPoa"
  | "API_CantCreateLockingThread"
  | "API_CantDestroyDevice"
  | "API_CantFindLockingThread"
  | "API_CantGetClientIdent"
  | "API_CantGetDevObjectId"
  | "API_CantInstallSignal"
  | "API_CantRetrieveClass"
  | "API_CantRetrieveClassList"
  | "API_CantStoreDeviceClass"
  | "API_ClassNotFound"
  | "API_ClientTooOld"
  | "API_CmdArgumentTypeNotSupported"
  /** The cache was asked for a command that is not polled. */
  | "API_CmdNotPolled"
  /** The outer level of a failed command. */
  | "API_CommandFailed"
  /** The command is not allowed in the present state. */
  | "API_CommandNotAllowed"
  /** The device has no such command. */
  | "API_CommandNotFound"
  /** The device was busy for too long with another client (serialisation monitor). */
  | "API_CommandTimedOut"
  /** A call failed because the connection did. */
  | "API_CommunicationFailed"
  | "API_ConnectionFailed"
  /** The ORB failed: no connection, no such object, a time-out. The description names the CORBA system exception. */
  | "API_CorbaException"
  | "API_CorbaSysException"
  | "API_CorruptedDatabase"
  | "API_DatabaseAccess"
  | "API_DatabaseCacheAccess"
  | "API_DatabaseFileError"
  | "API_DecodeErr"
  | "API_EncodeErr"
  | "API_DeprecatedCommand"
  /** Another client has locked the device. */
  | "API_DeviceLocked"
  /** The database has no such device. */
  | "API_DeviceNotDefined"
  /** The device exists, but its server does not run. */
  | "API_DeviceNotExported"
  | "API_DeviceNotFound"
  | "API_DeviceNotLocked"
  | "API_DeviceNotPolled"
  /** The device did not answer within the time-out, although it answers pings. */
  | "API_DeviceTimedOut"
  | "API_DeviceUnlockable"
  /** This client's lock was taken away, or lost with the server. */
  | "API_DeviceUnlocked"
  | "API_DServerClassNotInitialised"
  | "API_DSFailedRegisteringEvent"
  | "API_DummyException"
  | "API_EmptyDataElement"
  | "API_EmptyDbDatum"
  /** There is no value to extract. */
  | "API_EmptyDeviceAttribute"
  /** There is no value to extract. */
  | "API_EmptyDeviceData"
  | "API_EventChannelNotExported"
  | "API_EventConsumer"
  | "API_EventNotFound"
  | "API_EventPropertiesNotSet"
  | "API_EventQueues"
  | "API_EventSupplierNotConstructed"
  /** The event channel went silent. */
  | "API_EventTimeout"
  | "API_FwdAttrInconsistency"
  | "API_FwdAttrNotConfigured"
  | "API_HistoryInvalid"
  | "API_IncoherentDbData"
  | "API_IncoherentDevData"
  | "API_IncoherentValues"
  | "API_IncompatibleArgumentType"
  /** The value is not of the type that the attribute has. */
  | "API_IncompatibleAttrArgumentType"
  /** The device got a value of another type than the attribute has. */
  | "API_IncompatibleAttrDataType"
  /** The value is not of the type that the command takes or gives. */
  | "API_IncompatibleCmdArgumentType"
  | "API_InitMethodNotFound"
  | "API_InitNotPublic"
  | "API_InitThrowsException"
  | "API_InternalError"
  | "API_InvalidArgs"
  | "API_InvalidCorbaAny"
  | "API_JavaRuntimeSecurityException"
  | "API_MemAttFailedDuringInit"
  | "API_MemoryAllocation"
  | "API_MethodArgument"
  | "API_MethodNotFound"
  /** Events were lost on the way. */
  | "API_MissedEvents"
  /** The cache has no value yet. */
  | "API_NoDataYet"
  /** What was asked for needs a database, which this device does without. */
  | "API_NonDatabaseDevice"
  | "API_NoSetValueAvailable"
  | "API_NotificationServiceFailed"
  | "API_NotSupported"
  | "API_NotSupportedFeature"
  /** The cached value is too old. */
  | "API_NotUpdatedAnyMore"
  | "API_NtDebugWindowError"
  | "API_OverloadingNotSupported"
  | "API_PipeDataEltNotFound"
  | "API_PipeDuplicateDEName"
  | "API_PipeFailed"
  | "API_PipeNoDataElement"
  | "API_PipeNotAllowed"
  | "API_PipeNotFound"
  | "API_PipeNotWritable"
  | "API_PipeOptProp"
  | "API_PipeValueNotSet"
  | "API_PipeWrongArg"
  | "API_PipeWrongArgNumber"
  | "API_PolledDeviceNotInPoolConf"
  | "API_PolledDeviceNotInPoolMap"
  | "API_PollingThreadNotFound"
  | "API_PollObjNotFound"
  | "API_PollRingBufferEmpty"
  | "API_PollThreadOutOfSync"
  /** The access control allows this user to read only. */
  | "API_ReadOnlyMode"
  | "API_RootAttrFailed"
  /** Nothing listens where the name says a server runs. */
  | "API_ServerNotRunning"
  | "API_ShutdownInProgress"
  | "API_SignalOutOfRange"
  | "API_StartupSequence"
  /** An error that is none of Tango's was thrown. */
  | "API_StdException"
  | "API_SystemCallFailed"
  /** TANGO_HOST is missing or malformed. */
  | "API_TangoHostNotSet"
  | "API_ThrowException"
  /** The device has no such attribute (found when an AttributeProxy is made). */
  | "API_UnsupportedAttribute"
  | "API_UnsupportedDBaseModifier"
  | "API_UnsupportedFeature"
  | "API_UnsupportedProtocol"
  | "API_UtilSingletonNotCreated"
  /** The value is outside the limits of the attribute, or larger than its dimensions. */
  | "API_WAttrOutsideLimit"
  | "API_WizardConfError"
  /** An attribute name is malformed. */
  | "API_WrongAttributeNameSyntax"
  | "API_WrongCmdLineArgs"
  /** A device name is malformed. */
  | "API_WrongDeviceNameSyntax"
  | "API_WrongEventData"
  | "API_WrongFormat"
  | "API_WrongHistoryDataBuffer"
  | "API_WrongLockingStatus"
  | "API_WrongNumberOfArgs"
  | "API_WrongWildcardUsage"
  | "API_ZmqFailed"
  | "API_ZmqInitFailed"
  /** The access control has such a rule. */
  | "AC_AlreadyExists"
  | "AC_IncorrectArguments"
  /** The access control could not read or keep its rules. */
  | "AC_SQLError"
  | "DB_AliasNotDefined"
  | "DB_ClassNotFoundInCache"
  /** A database could not be asked whether it knows a server. */
  | "DBFailedToCheck"
  | "DBServerNotDefinedInDb"
  | "DBWrongTangoHostSyntax"
  /** The database has no such device. */
  | "DB_DeviceNotDefined"
  | "DB_DeviceNotFoundInCache"
  /** The database could not do it, often because there is no such alias. */
  | "DB_SQLError"
  | "DB_TooOldStoredProc"
  | "DB_IncorrectArguments"
  | "DB_IncorrectDeviceName"
  | "DB_IncorrectServerName"
  | "DB_MySQLLibNotThreadSafe"
  | "DB_NoFreeMySQLConnection"
  | "DB_ParseStringError";

/** Why something failed: a known reason, which editors complete, or whatever text a device gives. */
export type Reason = KnownReason | (string & {});
