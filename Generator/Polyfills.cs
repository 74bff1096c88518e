namespace System.Runtime.CompilerServices;

/// <summary>The C# compiler asks for it in records, and netstandard2.0 lacks it.</summary>
internal static class IsExternalInit;
