using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;
using Octavo.Benchmarks.OnnxRuntime;
using Octavo.Benchmarks.Projects;

namespace Octavo.Benchmarks.Startup;

/// <summary>A published program, native or for the just-in-time compiler.</summary>
internal sealed class PublishedProgram
{
    /// <summary>The native compiler's package for later frameworks cannot be restored everywhere.</summary>
    private const string NativeFramework = "net9.0";

    private const string ManagedFramework = "net10.0";

    private readonly string _folder;
    private readonly string _program;
    private readonly string[] _arguments;

    private PublishedProgram(string name, string folder, string program, params string[] arguments)
    {
        Name = name;
        _folder = folder;
        _program = program;
        _arguments = arguments;
    }

    public string Name { get; }

    /// <summary>What has to be deployed, without the shared framework and symbols.</summary>
    public long Bytes => Directory.GetFiles(_folder).Where(file => Path.GetExtension(file) is not (".dbg" or ".pdb" or ".json")).Sum(file => new FileInfo(file).Length);

    public static PublishedProgram Native(Workspace workspace, StartupProgram program)
    {
        string name = program.Name + "_native";
        string linker = IsOnPath("clang") ? "" : "<CppCompilerAndLinker>gcc</CppCompilerAndLinker>";
        string project = workspace.Project(
            name, NativeFramework, program.Source, $"<PropertyGroup><PublishAot>true</PublishAot>{linker}</PropertyGroup>{program.Items}", program.UsesOctavo);
        return new PublishedProgram($"{program.Name}, native", Publish(project, "-r", RuntimeInformation.RuntimeIdentifier), Path.Combine(project, "published", name));
    }

    public static PublishedProgram Managed(Workspace workspace, StartupProgram program)
    {
        string name = program.Name + "_managed";
        string project = workspace.Project(name, ManagedFramework, program.Source, $"<PropertyGroup><UseAppHost>false</UseAppHost></PropertyGroup>{program.Items}", program.UsesOctavo);
        string published = Publish(project);
        return new PublishedProgram($"{program.Name}, JIT", published, "dotnet", Path.Combine(published, name + ".dll"));
    }

    /// <summary>Starts the program and returns the milliseconds to its first line, and the most memory that it held.</summary>
    public (double Milliseconds, long PeakBytes) Run()
    {
        var start = new ProcessStartInfo(_program, _arguments) { RedirectStandardOutput = true };
        start.Environment[OrtLibrary.Variable] = OrtLibrary.Locate();
        long begin = Stopwatch.GetTimestamp();
        using var process = Process.Start(start)!;
        string first = process.StandardOutput.ReadLine() ?? "";
        double milliseconds = Stopwatch.GetElapsedTime(begin).TotalMilliseconds;
        string rest = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 && first.Length > 0
            ? (milliseconds, KilobytesIn(rest) * 1024)
            : throw new InvalidOperationException($"'{_program}' ended with {process.ExitCode}.");
    }

    /// <summary>Of <c>VmHWM:   1234 kB</c>.</summary>
    private static long KilobytesIn(string status) => long.Parse(string.Concat(status.Where(char.IsAsciiDigit)), CultureInfo.InvariantCulture);

    private static string Publish(string project, params IEnumerable<string> arguments)
    {
        Command.Run(project, "dotnet", ["publish", "-c", "Release", "-o", "published", "-v:q", .. arguments]);
        return Path.Combine(project, "published");
    }

    private static bool IsOnPath(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, program)));
}
