using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;

namespace Octavo.Benchmarks.Projects;

/// <summary>A process and those that it started (Linux).</summary>
internal static class ProcessTree
{
    /// <summary>Pages in memory; those that processes share count for each. 0 where the system does not tell.</summary>
    public static long ResidentBytes(int process) => OperatingSystem.IsLinux() ? All(process).Sum(Resident) : 0;

    private static IEnumerable<int> All(int process) => Children(process).SelectMany(All).Prepend(process);

    private static IEnumerable<int> Children(int process) => Tasks(process).SelectMany(task => Numbers(Path.Combine(task, "children")).Select(n => (int)n));

    private static string[] Tasks(int process)
    {
        try
        {
            return Directory.GetDirectories($"/proc/{process}/task");
        }
        catch (DirectoryNotFoundException)
        {
            return [];
        }
    }

    private static long Resident(int process) => Numbers($"/proc/{process}/statm").Skip(1).FirstOrDefault() * Environment.SystemPageSize;

    private static long[] Numbers(string path)
    {
        try
        {
            return [.. File.ReadAllText(path).Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(n => long.Parse(n, CultureInfo.InvariantCulture))];
        }
        catch (IOException)
        {
            // The process has ended.
            return [];
        }
    }
}
