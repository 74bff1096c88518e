using System;
using System.Collections.Generic;
using System.IO;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;
using System.Threading;

namespace Octavo.Harness;

/// <summary>
/// Private copies of Octavo.Runtime that chose their instruction set under the <c>Octavo.InstructionSet</c> switch, so that one process can
/// compare all paths. Networks forced to the same instruction set share a copy, and with it the machine code of the kernels.
/// </summary>
internal static class RuntimeCopy
{
    public const string AssemblyName = "Octavo.Runtime";
    private const string Switch = "Octavo.InstructionSet";

    private static readonly Lock Gate = new();
    private static readonly Dictionary<string, Assembly> Copies = [];

    public static string Location => Path.Combine(AppContext.BaseDirectory, AssemblyName + ".dll");

    public static Assembly For(string instructionSet)
    {
        lock (Gate)
        {
            if (!Copies.TryGetValue(instructionSet, out var copy))
            {
                copy = LoadUnder(instructionSet);
                Copies.Add(instructionSet, copy);
            }

            return copy;
        }
    }

    private static Assembly LoadUnder(string instructionSet)
    {
        // The process's own runtime makes its choice first, so that the switch cannot reach it from another thread.
        object? before = AppContext.GetData(Switch);
        Initialize(Assembly.Load(AssemblyName));
        AppContext.SetData(Switch, instructionSet);
        try
        {
            var context = new AssemblyLoadContext($"{AssemblyName} {instructionSet}");
            return Initialize(context.LoadFromAssemblyPath(Location));
        }
        finally
        {
            AppContext.SetData(Switch, before);
        }
    }

    private static Assembly Initialize(Assembly assembly)
    {
        foreach (var type in assembly.GetTypes())
        {
            if (type.TypeInitializer is not null && !type.ContainsGenericParameters)
            {
                RuntimeHelpers.RunClassConstructor(type.TypeHandle);
            }
        }

        return assembly;
    }
}
